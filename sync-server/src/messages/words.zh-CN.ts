import type { TemplateName } from './templates.ts'

/** What each message says; `{name}` are the holes that its template declares. */
export const MESSAGE_TEXTS: Readonly<Record<TemplateName, { title: string; text: string }>> = {
  'venue-unreceived': {
    title: '“扫码”预警待接收',
    text: '你有未接收的“扫码”预警待处理，共{count}条，请登录系统接收。',
  },
  'alert-unreceived': {
    title: '监督预警待接收',
    text: '你单位有{count}条监督预警满{days}天未接收，最早产生于{oldest}，请登录系统接收。',
  },
  'alert-unreceived-above': {
    title: '下级单位监督预警逾期未接收',
    text: '{unit}有{count}条监督预警超过{days}天未接收，最早产生于{oldest}，请督促接收。',
  },
  'alert-unexplained': {
    title: '监督预警待说明',
    text: '你单位有{count}条监督预警接收满{days}天未作说明，最早接收于{oldest}，请登录系统填写。',
  },
  'alert-unexplained-above': {
    title: '下级单位监督预警逾期未说明',
    text: '{unit}有{count}条监督预警接收超过{days}天未作说明，最早接收于{oldest}，请督促办理。',
  },
  'alert-unclosed': {
    title: '监督预警待办结',
    text: '有{count}条监督预警等待你单位办结，提交说明已满{days}天，最早说明于{oldest}，请登录系统办结。',
  },
  'alert-unclosed-above': {
    title: '下级单位监督预警逾期未办结',
    text: '{unit}的{count}条监督预警提交说明超过{days}天未办结，最早说明于{oldest}，请督促办结。',
  },
  'rules-failed': {
    title: '监督规则未能判定',
    text: '{day}的监督规则有未能判定的，系统将在下次运行时重试，请查看运行记录。',
  },
  'calendar-missing': {
    title: '节假日日历缺失',
    text: '系统没有{year}年的节假日日历，部分监督规则无法判定，请在日历中录入该年节假日和调休工作日。',
  },
  test: { title: '消息网关测试', text: '这是一条测试消息，收到说明消息网关工作正常，不需要处理。' },
}
