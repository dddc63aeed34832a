/** What the core says about apps of the open API. */
export const openZhCN = {
  'openApps.forbidden': '接口应用由系统管理员登记、安全管理员授权，其他岗位不能操作。',
  'openApps.name': '已有同名的接口应用在用，请换一个名称。',
  'openApps.secrets': '一个应用最多同时有两个密钥，请先停用一个再新增。',
  'openApps.settled': '这个应用或密钥的状态已经变化，请查看最新状态。',
  'openApps.unit': '只能为本单位及下级单位登记接口应用。',
  'openApps.addresses': '来源地址的写法不对：每行一个 IP 地址或网段，如 10.1.2.3 或 10.1.2.0/24。',
} as const
