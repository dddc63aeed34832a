/** 免提交 and copies of papers. */
export const archiveZhCN = {
  title: '{{what}}：文档库中已有的材料',
  take: '免提交',
  taken: '免提交：',
  giveUp: '不用这份',
  not: '不能免提交：',
  of: '{{day}} {{unit}} 收取，{{pages}} 页，{{trust}}',
  menu: '材料全文检索',
  searchHint: '输入材料上的文字：姓名、号码、地址或一句话的一部分，空格隔开的都要有',
  search: '检索',
  none: '没有找到。换一个说法，或少输入几个字。',
  more: '还有更多，请再输入几个字。',
  hereOnly: '没有连接中心，只检索了本窗口识别过的材料。',
  notHere: '不在本窗口',
  pack: '生成归档包',
  copy: '下载带水印的副本',
}
