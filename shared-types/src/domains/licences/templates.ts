import type { Domain } from '../../model/domain.ts'

/** 防伪码标签: a sticker of 40 × 30 mm, the code 25 mm wide beside what it is about. */
export const templates: Domain['templates'] = {
  codeSticker: {
    record: 'licence',
    label: '防伪码标签',
    paper: { width: 40, height: 30 },
    pages: [
      [
        { kind: 'qr', text: '{licenceCode}', x: 0.5, y: 0.5, width: 25, height: 25, correction: 'M' },
        {
          kind: 'text',
          text: '{licenceType}',
          x: 26,
          y: 1.5,
          width: 13.5,
          height: 9,
          size: 7,
          weight: 'bold',
          wrap: true,
          shrink: true,
        },
        { kind: 'text', text: '{licensee}', x: 26, y: 11, width: 13.5, height: 9, size: 6, wrap: true, shrink: true },
        { kind: 'text', text: '{holdsUntil}', x: 26, y: 20.5, width: 13.5, height: 4.5, size: 6, shrink: true },
        { kind: 'text', text: '{licenceNo}', x: 1, y: 25.7, width: 38, height: 3.8, size: 7, shrink: true },
      ],
    ],
  },
}
