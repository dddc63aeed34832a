import type { PrintTemplate } from '../../model/template.ts'
import { listPage } from '../standards/print-items.ts'
import { permitCard } from './template-card.ts'
import { applicationForm, receipt, rejection } from './template-forms.ts'

export const templates: Readonly<Record<string, PrintTemplate & { record: string }>> = {
  receipt,
  applicationForm,
  rejection,
  permitCard,
  applicationList: {
    record: 'application',
    label: '居住证办理清单',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('居住证办理清单', [
        { label: '受理编号', text: '{receiptNo}', width: 4.2 },
        { label: '姓名', text: '{name}', width: 2 },
        { label: '公民身份号码', text: '{citizenId}', width: 3.5 },
        { label: '办理类型', text: '{kind}', width: 1.6 },
        { label: '受理日期', text: '{acceptedOn}', width: 2.4 },
        { label: '审核日期', text: '{decidedOn}', width: 2.4 },
        { label: '居住证编号', text: '{permitNo}', width: 4.2 },
        { label: '领证日期', text: '{issuedOn}', width: 2.4 },
        { label: '状态', text: '{state}', width: 1.6, align: 'center' },
      ]),
    ],
  },
  permitList: {
    record: 'permit',
    label: '居住证台账',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('居住证台账', [
        { label: '居住证编号', text: '{permitNo}', width: 4.2 },
        { label: '姓名', text: '{name}', width: 2 },
        { label: '公民身份号码', text: '{citizenId}', width: 3.5 },
        { label: '联系电话', text: '{phone}', width: 2.3 },
        { label: '证卡编号', text: '{blankNo}', width: 2.4 },
        { label: '签发日期', text: '{signedOn}', width: 2.4 },
        { label: '签注有效至', text: '{endorsedUntil}', width: 2.4 },
        { label: '状态', text: '{state}', width: 1.4, align: 'center' },
      ]),
    ],
  },
  printList: {
    record: 'print',
    label: '制证记录登记簿',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('制证记录登记簿', [
        { label: '打印时间', text: '{printedAt}', width: 3.4 },
        { label: '居住证编号', text: '{permitNo}', width: 4.2 },
        { label: '证卡编号', text: '{blankNo}', width: 2.4 },
        { label: '结果', text: '{state}', width: 1.3, align: 'center' },
        { label: '废证原因', text: '{voidReason}', width: 2 },
        { label: '打印机编码', text: '{deviceId}', width: 2.8 },
        { label: '终端 IP', text: '{terminalIp}', width: 2.4 },
        { label: '终端 MAC', text: '{terminalMac}', width: 2.9 },
        { label: '操作人', text: '{operator}', width: 1.6 },
      ]),
    ],
  },
  blankList: {
    record: 'blank',
    label: '空白证卡登记簿',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('空白证卡登记簿', [
        { label: '证卡编号', text: '{serial}', width: 2.6 },
        { label: '批次', text: '{batch}', width: 2 },
        { label: '入库日期', text: '{receivedOn}', width: 2.4 },
        { label: '领用人', text: '{holder}', width: 1.8 },
        { label: '领用日期', text: '{handedOn}', width: 2.4 },
        { label: '使用日期', text: '{usedOn}', width: 2.4 },
        { label: '受理编号', text: '{receiptNo}', width: 4.2 },
        { label: '损坏原因', text: '{spoilReason}', width: 2 },
        { label: '状态', text: '{state}', width: 1.4, align: 'center' },
      ]),
    ],
  },
}
