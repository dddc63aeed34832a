/** What the core says about papers in the archive. */
export const archiveZhCN = {
  'archive.otherKind': '材料种类不符',
  'archive.notUsable': '不符合免提交条件',
  'archive.tooShort': '要找的文字太短。请至少输入两个连续的汉字，或四位连续的数字、字母。',
  'archive.none': '本单位没有启用电子文档库。请联系管理员。',
  'archive.copyNotYours': '副本只能由登记人本人出具。请另行登记一次使用。',
  'archive.copyEnded': '这次登记的副本有效期（{until}）已过。请另行登记一次使用。',
  'archive.copyName': '材料副本-{title}.pdf',
  'archive.packNotYours': '归档包含有全部原始信息，只有可以整件导出的岗位才能生成。请联系审核人。',
  'archive.packOpen': '办件还没有办结，不能生成归档包。',
  'archive.packUnsent': '这件还有内容没有上传中心，请连接中心后再生成归档包。',
  'archive.packName': '归档包-{title}.zip',
  'archive.mark': '仅供“{purpose}”使用　{user}　{day} 出具　{until} 后无效',
}
