/** 免提交 and copies of papers. */
export const archiveZhCN = {
  title: '{{what}}：文档库中已有的材料',
  take: '免提交',
  taken: '免提交：',
  giveUp: '不用这份',
  not: '不能免提交：',
  of: '{{day}} {{unit}} 收取，{{pages}} 页，{{trust}}',
  copy: '下载带水印的副本',
}
