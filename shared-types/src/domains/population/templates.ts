import type { PrintTemplate } from '../../model/template.ts'
import { formRow, heading, listPage, notice, smallText } from '../standards/print-items.ts'

export const templates: Readonly<Record<string, PrintTemplate & { record: string }>> = {
  residentSlip: {
    record: 'resident',
    label: '居住登记凭证',
    paper: 'A5',
    landscape: true,
    pages: [
      [
        ...heading(210, '流动人口居住登记凭证', '登记单位：{unitName}'),
        ...formRow(33, 9, [
          { label: '姓　　名', text: '{name}', x: 12, width: 93 },
          { label: '性　　别', text: '{sex}', x: 105, width: 93 },
        ]),
        ...formRow(42, 9, [
          { label: '民　　族', text: '{nation}', x: 12, width: 93 },
          { label: '出生日期', text: '{birth}', x: 105, width: 93 },
        ]),
        ...formRow(51, 9, [{ label: '身份号码', text: '{citizenId}', x: 12, width: 186 }]),
        ...formRow(60, 12, [{ label: '户籍地址', text: '{homeAddress}', x: 12, width: 186 }]),
        ...formRow(72, 12, [{ label: '现居住地址', text: '{address}', x: 12, width: 186 }]),
        ...formRow(84, 9, [
          { label: '来本地日期', text: '{livedSince}', x: 12, width: 93 },
          { label: '登记日期', text: '{registeredOn}', x: 105, width: 93 },
        ]),
        ...formRow(93, 9, [
          { label: '居住处所', text: '{dwelling}', x: 12, width: 93 },
          { label: '居住事由', text: '{purpose}', x: 105, width: 93 },
        ]),
        notice(
          12,
          105,
          186,
          14,
          '本凭证证明持证人已在居住地办理居住登记。居住地址或联系方式有变动的，请及时到居住地派出所办理变更；离开本地的，请办理注销登记。',
        ),
        smallText(12, 128, 93, '经办人：{userName}'),
        smallText(105, 128, 93, '打印时间：{now}', 'right'),
        smallText(105, 121, 93, '登记单位（盖章）', 'right'),
      ],
    ],
  },
  residentList: {
    record: 'resident',
    label: '流动人口登记表',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('流动人口登记表', [
        { label: '姓名', text: '{name}', width: 2 },
        { label: '身份号码', text: '{citizenId}', width: 3.4 },
        { label: '性别', text: '{sex}', width: 0.9, align: 'center' },
        { label: '现居住地址', text: '{address}', width: 6.4 },
        { label: '居住事由', text: '{purpose}', width: 1.5 },
        { label: '来本地日期', text: '{livedSince}', width: 2.3 },
        { label: '登记日期', text: '{registeredOn}', width: 2.3 },
        { label: '离开日期', text: '{leftOn}', width: 2.3 },
        { label: '状态', text: '{state}', width: 1.2, align: 'center' },
      ]),
    ],
  },
  employmentList: {
    record: 'employment',
    label: '从业人员登记表',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('从业人员登记表', [
        { label: '姓名', text: '{name}', width: 2 },
        { label: '身份号码', text: '{citizenId}', width: 3.4 },
        { label: '从业单位', text: '{employer}', width: 4.4 },
        { label: '职务或工种', text: '{position}', width: 2 },
        { label: '工作地址', text: '{workplace}', width: 5 },
        { label: '入职日期', text: '{since}', width: 2.3 },
        { label: '登记日期', text: '{registeredOn}', width: 2.3 },
        { label: '离职日期', text: '{until}', width: 2.3 },
        { label: '状态', text: '{state}', width: 1.2, align: 'center' },
      ]),
    ],
  },
}
