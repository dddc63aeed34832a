/** What the core says about messages to people. */
export const messagesZhCN = {
  'messages.forbidden': '消息的发送由系统管理员管理，其他岗位不能操作。',
  'messages.dailyQuiet': '每日提醒的时间在免打扰时段内，当天发不出去。请改在免打扰时段以外。',
  'messages.settled': '这条消息已经有了结果，请查看最新状态。',
  'messages.phone': '手机号码不对：应为 11 位手机号码，固定电话收不到短信。',
  'messages.mail': '邮箱地址不对，请核对，例如 lijing@example.org。',
  'messages.gateway': '中心的配置里没有这个网关了，请刷新后再看。',
} as const
