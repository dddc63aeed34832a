/** What the core says about the register of enterprises. */
export const registerZhCN = {
  'register.none': '这条记录没有统一社会信用代码，或现在不能修改，无法与登记机关核对。',
  'register.notSet': '中心没有接入市场监管部门的登记接口，请联系系统管理员。',
  'register.unknown': '登记机关没有这个统一社会信用代码，请核对代码。',
  'register.code': '统一社会信用代码的校验位不对，请核对代码。',
  'register.failed': '登记机关的接口没有给出有效答复，请稍后再试。',
  'register.changed': '登记机关的内容刚刚有变化，请重新核对后再采用。',
} as const
