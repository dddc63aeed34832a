/** What the screen says around the counts of those who oversee. */
export const dashboardZhCN = {
  title: '工作台',
  wall: '大屏',
  leave: '退出大屏',
  empty: '您的岗位没有可以查看的统计。',
  none: '这段时间没有数据。',
  keys: '{{label}}，共 {{total}} 件。左右方向键逐项查看，回车看明细。',
  open: '{{label}}：{{count}} 件，看明细',
  menu: '菜单',
  lost: '与监管工作台的连接中断，正在自动重连。已录入的内容都在，请不要关闭本页。',
  offline: '监管工作台现在连不上中心，暂时不能登录，请稍后再试。',
} as const
