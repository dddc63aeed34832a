/** What the core says about personal data: purposes, covered values, what leaves the house, who looked at a person. */
export const personalZhCN = {
  'purpose.identity': '核对本人身份',
  'purpose.contact': '联系当事人',
  'purpose.correction': '更正登记信息',
  'purpose.inquiry': '当事人本人查询',
  'purpose.investigation': '依法协助调查',
  'purpose.complaint': '处理投诉、异议',
  'purpose.other': '其他',
  'reveal.forbidden': '您的岗位不能查看“{label}”中被遮盖的内容。',
  'export.wholeForbidden': '您的岗位导出“{label}”时，证件号码和电话须遮盖。请不勾选“含完整号码”。',
  'export.note': '{unit}　{user}　{time} 导出　用途：{purpose}　{numbers}',
  'export.covered': '（证件号码、电话等已遮盖）',
  'export.whole': '（含完整证件号码、电话，注意保密，用后销毁）',
  'list.noteFor': '{unit}　{user}　{time} 打印　用途：{purpose}',
} as const
