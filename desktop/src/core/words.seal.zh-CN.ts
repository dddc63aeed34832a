export const sealZhCN: Readonly<Record<string, string>> = {
  'seal.window': '只有提交这份用印申请的窗口可以盖章。请回到该窗口办理，或在本窗口另行申请。',
  'seal.otherPaper': '这份文件与批准时的内容不一致，不能盖章。请另行申请，由批准人重新核对。',
  'seal.unknown': '本机没有这枚印章的登记，不知道用哪台印章机。请连接中心同步后再试。',
  'seal.busy': '这份文件正在盖章，请等待结果。',
  'seal.outcome': '盖章结果由印章机记录，或在“盖章结果待确认”中确认，不能直接填写。',
  'seal.done': '已盖章，印数 {before} → {after}。',
  'seal.nothing': '没有盖上：{why}',
}
