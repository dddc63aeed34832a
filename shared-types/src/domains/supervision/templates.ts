import type { Item, PrintTemplate } from '../../model/template.ts'
import { formRow, heading, smallText } from '../standards/print-items.ts'

const half = (left: readonly [string, string], right: readonly [string, string]) => [
  { label: left[0], text: left[1], x: 12, width: 93 },
  { label: right[0], text: right[1], x: 105, width: 93 },
]
const whole = (label: string, text: string) => [{ label, text, x: 12, width: 186 }]

const pages: Item = {
  kind: 'pageNumber',
  x: 12,
  y: 284,
  width: 186,
  height: 5,
  text: '第 {page} 页，共 {pages} 页',
  size: 8.5,
  align: 'center',
}

/** 预警核查单: what was found and what was made of it on one sheet, then the figures of the days, then the evidence. */
export const templates: Readonly<Record<string, PrintTemplate & { record: string }>> = {
  alertSheet: {
    record: 'alert',
    label: '预警核查单',
    paper: 'A4',
    pages: [
      [
        ...heading(210, '监督预警核查单', '单位：{unitName}　　状态：{state}'),
        ...formRow(34, 9, half(['监督规则', '{rule}'], ['预警等级', '{level}'])),
        ...formRow(43, 12, whole('预警含义', '{meaning}')),
        ...formRow(55, 9, half(['预警对象', '{subjectName}'], ['预警时间', '{raisedAt}'])),
        ...formRow(64, 9, half(['起始日期', '{from}'], ['截止日期', '{to}'])),
        ...formRow(73, 9, half(['实际数值', '{measure}'], ['参照值', '{reference}'])),
        ...formRow(82, 9, half(['预警线', '{threshold}'], ['依据条数', '{rowCount}'])),
        ...formRow(91, 9, half(['接收人', '{receivedBy}'], ['接收日期', '{receivedOn}'])),
        ...formRow(100, 36, whole('核查情况', '{explanation}')),
        ...formRow(136, 24, whole('处理措施', '{measures}')),
        ...formRow(160, 9, half(['说明人', '{explainedBy}'], ['说明日期', '{explainedOn}'])),
        ...formRow(169, 9, whole('核查结论', '{outcome}')),
        ...formRow(178, 20, whole('办结意见', '{closeNote}{falseReason}')),
        ...formRow(198, 9, half(['办结人', '{closedBy}'], ['办结日期', '{closedOn}'])),
        smallText(12, 214, 93, '说明人（签字）：'),
        smallText(105, 214, 93, '办结人（签字）：'),
        smallText(12, 228, 93, '打印人：{userName}'),
        smallText(105, 228, 93, '打印时间：{now}', 'right'),
      ],
      [
        ...heading(210, '每日数量'),
        {
          kind: 'table',
          of: 'days',
          x: 12,
          y: 28,
          width: 186,
          height: 250,
          columns: [
            { label: '日期', text: '{day}', width: 2 },
            { label: '数量', text: '{count}', width: 1, align: 'right' },
          ],
        },
        pages,
      ],
      [
        ...heading(210, '预警依据'),
        {
          kind: 'table',
          of: 'rows',
          x: 12,
          y: 28,
          width: 186,
          height: 250,
          columns: [
            { label: '记录编号', text: '{id}', width: 2 },
            { label: '内容', text: '{what}', width: 3 },
          ],
        },
        pages,
      ],
    ],
  },
}
