/** What the core says about erasing what has run out. */
export const disposalZhCN = {
  'disposal.forbidden': '到期销毁由安全管理员提出、审计管理员批准，其他岗位不能操作。',
  'disposal.nothing': '这类记录现在没有可以提请销毁的：没有到期的，或都已提请、已被保全。',
  'disposal.settled': '这一项已经有了结果，请查看最新状态。',
  'disposal.own': '提请人不能批准自己提出的销毁，请由另一人批准。',
  'disposal.noNumber': '所辖单位没有登记这个号码的记录，请核对号码。',
} as const
