/** What the core says of the second screen and of scanned codes. */
export const citizenZhCN = {
  'citizen.only': '对外屏只能显示窗口请您确认的内容。',
  'citizen.notYours': '这一项只能由群众在对外屏上完成，窗口不能代填。',
  'citizen.noScreen': '没有打开的对外屏。请先打开对外屏；没有对外屏时请在窗口签名。',
  'citizen.noConfirm': '{label}不需要群众在对外屏上确认。',
  'citizen.empty': '表单上还没有可以确认的内容，请先填写。',
  'citizen.over': '这一项已经结束或被窗口收回，请看窗口的提示。',
  'citizen.picture': '签名没有保存成功，请清除后重新签名。',
  'citizen.notRated': '这一件已经评价过，或不需要评价。',
  'code.unknown': '没有找到这个码对应的办件。请核对是不是本系统受理凭证上的码；别的单位的件请到那里查询。',
}
