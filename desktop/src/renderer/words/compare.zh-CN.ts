/** A record compared with the register of enterprises. */
export const compareZhCN = {
  look: '核对登记信息',
  title: '与“{{register}}”核对',
  field: '项目',
  here: '本库',
  there: '登记机关',
  same: '一致',
  allSame: '各项与登记机关一致，无需更改。',
  take: '采用所选',
  hint: '采用后记为你对本件的一次修改。',
}
