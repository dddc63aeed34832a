import type { Item, PrintTemplate } from '../../model/template.ts'

const BLUE = '#1f4e79'
const INK = '#141414'

const label = (x: number, y: number, width: number, text: string): Item => ({
  kind: 'text',
  x,
  y,
  width,
  height: 4.6,
  text,
  size: 6.5,
  colour: BLUE,
  vertical: 'middle',
})

const value = (x: number, y: number, width: number, text: string, size = 8.5): Item => ({
  kind: 'text',
  x,
  y,
  width,
  height: 4.6,
  text,
  size,
  colour: INK,
  vertical: 'middle',
  shrink: true,
})

const lines = (
  x: number,
  y: number,
  width: number,
  height: number,
  text: string,
  size: number,
  colour = INK as `#${string}`,
): Item => ({
  kind: 'text',
  x,
  y,
  width,
  height,
  text,
  size,
  colour,
  wrap: true,
  shrink: true,
  lineHeight: 1.22,
})

/** Name, sex, nationality, birth, address here, number and photo. */
const front: readonly Item[] = [
  { kind: 'box', x: 0, y: 0, width: 85.6, height: 10.5, thickness: 0, fill: '#dbe8f5' },
  {
    kind: 'text',
    x: 4,
    y: 0.8,
    width: 77.6,
    height: 9,
    text: '居住证',
    size: 15,
    weight: 'bold',
    colour: BLUE,
    align: 'center',
    vertical: 'middle',
    spacing: 8,
  },
  label(4, 13, 11, '姓　名'),
  { ...value(15, 13, 42, '{name}', 10), weight: 'bold' } as Item,
  label(4, 19, 11, '性　别'),
  value(15, 19, 10, '{sex}'),
  label(27, 19, 9, '民　族'),
  value(36, 19, 21, '{nation}'),
  label(4, 25, 11, '出　生'),
  value(15, 25, 42, '{birth}'),
  label(4, 31, 11, '居住地'),
  lines(15, 31.5, 42.5, 11.5, '{address}', 7.5),
  label(4, 45, 17.5, '公民身份号码'),
  { ...value(22, 45, 44, '{citizenId}', 10.5), weight: 'bold', spacing: 0.6 } as Item,
  { kind: 'image', x: 60, y: 13, width: 21.6, height: 27, of: 'photo', fit: 'cover' },
  { kind: 'box', x: 60, y: 13, width: 21.6, height: 27, thickness: 0.1, colour: '#9a9a9a' },
]

/** Home address, authority, date of issue, permit number, endorsement rule and QR code. */
const back: readonly Item[] = [
  { kind: 'box', x: 0, y: 0, width: 85.6, height: 3, thickness: 0, fill: '#dbe8f5' },
  label(4, 5.5, 14, '户籍地址'),
  lines(18, 6, 40, 10, '{homeAddress}', 7),
  label(4, 17, 14, '签发机关'),
  value(18, 17, 40, '{districtName}', 7.5),
  label(4, 22.5, 14, '签发日期'),
  value(18, 22.5, 40, '{decidedOn}', 7.5),
  label(4, 28, 14, '证件编号'),
  value(18, 28, 40, '{permitNo}', 7.5),
  { kind: 'qr', x: 60.6, y: 6, width: 21, height: 21, text: '{permitNo}', correction: 'Q' },
  {
    kind: 'text',
    x: 60.6,
    y: 28,
    width: 21,
    height: 4.6,
    text: '扫码核验',
    size: 6,
    colour: BLUE,
    align: 'center',
    vertical: 'middle',
  },
  { kind: 'line', x: 4, y: 35, toX: 81.6, toY: 35, thickness: 0.15, colour: '#9fb8d0' },
  lines(
    4,
    36.5,
    77.6,
    15.5,
    '一、持证人在居住地依法享有居住证规定的公共服务和便利。\n二、在居住地连续居住的，应当在居住每满一年之日前一个月内到居住地派出所签注；逾期未签注的，使用功能中止，补办签注后恢复。\n三、证件损坏或者丢失的，到居住地派出所换领、补领。',
    5.8,
    '#333333',
  ),
]

/** 居住证, an ID-1 card: what article 4 of Decree 663 says a permit shows. */
export const permitCard: PrintTemplate & { record: string } = {
  record: 'application',
  label: '居住证',
  paper: 'card',
  pages: [front, back],
}
