import type { Item, PrintTemplate } from '../../model/template.ts'
import { formRow, heading, notice, smallText } from '../standards/print-items.ts'

type Form = PrintTemplate & { record: string }

/** 受理凭证: what the applicant takes home and collects the card with. */
export const receipt: Form = {
  record: 'application',
  label: '居住证受理凭证',
  paper: 'A5',
  landscape: true,
  pages: [
    [
      ...heading(210, '居住证受理凭证', '受理编号：{receiptNo}　　{standing}'),
      ...formRow(32, 9, [{ label: '姓　　名', text: '{name}', x: 12, width: 146 }]),
      ...formRow(41, 9, [{ label: '身份号码', text: '{citizenId}', x: 12, width: 146 }]),
      ...formRow(50, 9, [{ label: '办理类型', text: '{kind}', x: 12, width: 146 }]),
      { kind: 'qr', x: 163, y: 32, width: 32, height: 32, text: '{receiptNo}', correction: 'M' },
      smallCentre(161, 65, 36, '凭此码查询、领证'),
      ...formRow(59, 13, [{ label: '居住地址', text: '{address}', x: 12, width: 146 }]),
      ...formRow(72, 9, [
        { label: '联系电话', text: '{phone}', x: 12, width: 93 },
        { label: '申领理由', text: '{ground}', x: 105, width: 93 },
      ]),
      ...formRow(81, 9, [
        { label: '受理日期', text: '{acceptedOn}', x: 12, width: 93 },
        { label: '原证编号', text: '{permitNo}', x: 105, width: 93 },
      ]),
      notice(
        12,
        93,
        186,
        25,
        '一、公安机关自受理之日起十五日内制作发放居住证，特殊情况最长不超过三十日。\n二、领证时请携带本人居民身份证或者本凭证；代领的，另带代领人身份证件。换领新证须交回原证。\n三、材料不实的，依法承担相应责任。进度可凭受理编号向受理单位查询。',
      ),
      { kind: 'code128', x: 12, y: 121, width: 88, height: 11, text: '{receiptNo}' },
      smallText(105, 120, 93, '受理单位（盖章）：{unitName}', 'right'),
      smallText(105, 127, 93, '经办人：{userName}', 'right'),
      smallText(105, 134, 93, '打印时间：{now}', 'right'),
    ],
  ],
}

/** 申领表: the application itself, to be signed and filed. */
export const applicationForm: Form = {
  record: 'application',
  label: '居住证申领表',
  paper: 'A4',
  pages: [
    [
      ...heading(210, '居住证申领表', '受理编号：{receiptNo}'),
      ...formRow(34, 11, [{ label: '姓　　名', text: '{name}', x: 15, width: 140, labelWidth: 30 }]),
      ...formRow(45, 11, [
        { label: '性　　别', text: '{sex}', x: 15, width: 70, labelWidth: 30 },
        { label: '民　　族', text: '{nation}', x: 85, width: 70, labelWidth: 26 },
      ]),
      ...formRow(56, 11, [{ label: '出生日期', text: '{birth}', x: 15, width: 140, labelWidth: 30 }]),
      ...formRow(67, 11, [{ label: '公民身份号码', text: '{citizenId}', x: 15, width: 140, labelWidth: 30 }]),
      { kind: 'box', x: 155, y: 34, width: 40, height: 44, thickness: 0.2 },
      { kind: 'image', x: 159, y: 36, width: 32, height: 40, of: 'photo', fit: 'cover' },
      ...formRow(78, 14, [{ label: '户籍地址', text: '{homeAddress}', x: 15, width: 180, labelWidth: 30 }]),
      ...formRow(92, 14, [{ label: '居住地址', text: '{address}', x: 15, width: 180, labelWidth: 30 }]),
      ...formRow(106, 11, [
        { label: '联系电话', text: '{phone}', x: 15, width: 90, labelWidth: 30 },
        { label: '办理类型', text: '{kind}', x: 105, width: 90, labelWidth: 26 },
      ]),
      ...formRow(117, 11, [
        { label: '原证编号', text: '{permitNo}', x: 15, width: 120, labelWidth: 30 },
        { label: '换补原因', text: '{replaceReason}', x: 135, width: 60, labelWidth: 26 },
      ]),
      ...formRow(128, 11, [
        { label: '申领理由', text: '{ground}', x: 15, width: 90, labelWidth: 30 },
        { label: '居住证明', text: '{residenceProof}', x: 105, width: 90, labelWidth: 26 },
      ]),
      ...formRow(139, 11, [
        { label: '就业单位', text: '{employer}', x: 15, width: 110, labelWidth: 30 },
        { label: '就业证明', text: '{employmentProof}', x: 125, width: 70, labelWidth: 26 },
      ]),
      ...formRow(150, 11, [
        { label: '就读学校', text: '{school}', x: 15, width: 110, labelWidth: 30 },
        { label: '就读证明', text: '{studyProof}', x: 125, width: 70, labelWidth: 26 },
      ]),
      ...formRow(161, 11, [
        { label: '代办人', text: '{agentName}', x: 15, width: 60, labelWidth: 30 },
        { label: '关系', text: '{relation}', x: 75, width: 40, labelWidth: 16 },
        { label: '证件号码', text: '{agentId}', x: 115, width: 80, labelWidth: 22 },
      ]),
      notice(
        15,
        176,
        180,
        12,
        '本人声明：以上内容及提交的材料真实、合法。申请人及相关证明材料出具人对材料的真实性、合法性负责。',
        10.5,
      ),
      smallText(110, 193, 30, '申请人（签名）：', 'right'),
      { kind: 'image', x: 141, y: 189, width: 40, height: 13, of: 'signature', fit: 'contain' },
      ...formRow(206, 22, [
        { label: '受理意见', text: '已受理\n{acceptedOn}', x: 15, width: 105, labelWidth: 30 },
        { label: '受理人签名', text: '', x: 120, width: 75, labelWidth: 26 },
      ]),
      ...formRow(228, 22, [
        { label: '审核意见', text: '{state}　{rejectReason}\n{decidedOn}', x: 15, width: 105, labelWidth: 30 },
        { label: '审核人签名', text: '', x: 120, width: 75, labelWidth: 26 },
      ]),
      smallText(15, 262, 100, '受理单位（盖章）：{unitName}'),
      smallText(115, 262, 80, '打印时间：{now}', 'right'),
    ],
  ],
}

/** 不予办理告知书: why an application was refused, and what the person can do about it. */
export const rejection: Form = {
  record: 'application',
  label: '居住证申请不予办理告知书',
  paper: 'A4',
  pages: [
    [
      ...heading(210, '居住证申请不予办理告知书', '受理编号：{receiptNo}'),
      { kind: 'line', x: 25, y: 32, toX: 185, toY: 32, thickness: 0.4 },
      notice(25, 42, 160, 9, '{name}（公民身份号码：{citizenId}）：', 12),
      notice(
        25,
        55,
        160,
        24,
        '　　你于 {acceptedOn} 向我单位提出的居住证“{kind}”申请，经审核不符合《居住证暂行条例》规定的办理条件，决定不予办理。理由如下：',
        12,
      ),
      { kind: 'box', x: 25, y: 84, width: 160, height: 42, thickness: 0.2 },
      notice(30, 89, 150, 9, '{rejectReason}', 12),
      notice(30, 99, 150, 24, '{rejectNote}', 11),
      notice(
        25,
        134,
        160,
        42,
        '　　具备条件或者补齐材料后，可以重新申请。\n　　如不服本决定，可以自收到本告知书之日起六十日内依法申请行政复议，或者在六个月内依法向人民法院提起行政诉讼。',
        12,
      ),
      smallText(95, 196, 90, '{unitName}（盖章）', 'right'),
      smallText(95, 204, 90, '{decidedOn}', 'right'),
      { kind: 'line', x: 25, y: 222, toX: 185, toY: 222, thickness: 0.2 },
      smallText(25, 227, 160, '本告知书已收到。申请人（签名）：　　　　　　　　　　　日期：　　　　年　　月　　日'),
      { kind: 'code128', x: 25, y: 245, width: 80, height: 11, text: '{receiptNo}' },
      smallText(105, 250, 80, '一式两份，申请人和受理单位各存一份', 'right'),
    ],
  ],
}

function smallCentre(x: number, y: number, width: number, text: string): Item {
  return { kind: 'text', x, y, width, height: 5, text, size: 8, align: 'center', vertical: 'middle', colour: '#5a5a5a' }
}
