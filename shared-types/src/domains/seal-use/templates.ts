import type { PrintTemplate } from '../../model/template.ts'
import { formRow, heading, listPage, notice, smallText } from '../standards/print-items.ts'

export const templates: Readonly<Record<string, PrintTemplate & { record: string }>> = {
  requestForm: {
    record: 'request',
    label: '用印审批单',
    paper: 'A4',
    pages: [
      [
        ...heading(210, '用印审批单', '编号：{requestNo}　　单位：{unitName}'),
        ...formRow(34, 12, [{ label: '文件名称', text: '{paperTitle}', x: 12, width: 186 }]),
        ...formRow(46, 9, [
          { label: '使用印章', text: '{sealUsed}', x: 12, width: 93 },
          { label: '批准份数', text: '{stampsAsked}', x: 105, width: 93 },
        ]),
        ...formRow(55, 24, [{ label: '用印事由', text: '{useReason}', x: 12, width: 186 }]),
        ...formRow(79, 9, [
          { label: '申请时间', text: '{askedAt}', x: 12, width: 93 },
          { label: '有效期至', text: '{useUntil}', x: 105, width: 93 },
        ]),
        ...formRow(88, 9, [
          { label: '批准时间', text: '{approvedAt}', x: 12, width: 93 },
          { label: '实际盖章', text: '{stampsMade}', x: 105, width: 93 },
        ]),
        ...formRow(97, 12, [{ label: '文件校验', text: '{paperHash}', x: 12, width: 186 }]),
        ...formRow(109, 12, [{ label: '结束说明', text: '{closeNote}{refuseReason}', x: 12, width: 186 }]),
        notice(
          12,
          125,
          186,
          14,
          '本单只对上列校验值的文件有效，批准的份数用完或者有效期届满即失效，不得转用于其他文件。',
        ),
        smallText(12, 146, 93, '申请人（签字）：'),
        smallText(105, 146, 93, '批准人（签字）：'),
        smallText(12, 160, 93, '经办人：{userName}'),
        smallText(105, 160, 93, '打印时间：{now}', 'right'),
      ],
    ],
  },
  stampLedger: {
    record: 'stamp',
    label: '用印台账',
    paper: 'A4',
    landscape: true,
    pages: [
      listPage('用印台账', [
        { label: '盖章时间', text: '{stampedAt}', width: 2.6 },
        { label: '申请编号', text: '{requestNo}', width: 3.7 },
        { label: '文件名称', text: '{paperTitle}', width: 4.1 },
        { label: '印章', text: '{sealUsed}', width: 3.4 },
        { label: '盖前印数', text: '{counterBefore}', width: 1.4, align: 'right' },
        { label: '盖后印数', text: '{counterAfter}', width: 1.4, align: 'right' },
        { label: '结果', text: '{state}', width: 1.3, align: 'center' },
        { label: '确认', text: '{witness}', width: 1.3, align: 'center' },
        { label: '经办', text: '{operator}', width: 1.5 },
        { label: '说明', text: '{settleNote}', width: 2.6 },
      ]),
    ],
  },
}
