import { creditCheck, organisationCheck } from '../../../shared-types/src/engine/org-code.ts'

export interface Employer {
  name: string
  orgCode: string
  trade: string
  positions: readonly string[]
}

const employer = (n: number, area: string, name: string, trade: string, positions: readonly string[]): Employer => {
  const organisation = `MA9X${String(7300 + n)}`
  const first = `91${area}${organisation}${organisationCheck(organisation)}`
  return { name, orgCode: first + creditCheck(first), trade, positions }
}

/** Invented companies with codes valid by GB 32100. */
export const EMPLOYERS: readonly Employer[] = [
  employer(1, '330402', '嘉禾模拟精密机械有限公司', 'manufacture', ['车工', '质检员', '装配工']),
  employer(2, '330402', '东溪模拟纺织有限公司', 'manufacture', ['挡车工', '裁剪工', '仓库管理员']),
  employer(3, '330402', '望湖模拟餐饮管理有限公司', 'catering', ['厨师', '服务员', '店长']),
  employer(4, '330402', '捷运模拟物流有限公司', 'logistics', ['驾驶员', '分拣员', '调度员']),
  employer(5, '330411', '青石模拟建筑工程有限公司', 'construction', ['钢筋工', '木工', '安全员']),
  employer(6, '330411', '安康模拟家政服务有限公司', 'housekeeping', ['月嫂', '保洁员', '护理员']),
  employer(7, '330411', '云江模拟软件有限公司', 'office', ['软件工程师', '测试工程师', '行政专员']),
  employer(8, '330411', '柳营模拟超市连锁有限公司', 'retail', ['收银员', '理货员', '采购员']),
]
