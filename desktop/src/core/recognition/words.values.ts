/** How the values on papers are written. */

/** A day: 2016年05月25日, 2016.05.25, 2016-05-25. The last character is often lost under a stamp. */
export const DAY = /((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?/

/** What a paper without an end says of it. */
export const FOR_EVER = '长期'

/** Between the two days of a period. */
export const UNTIL = /[-—~至到]/

export const SEXES = { male: '男', female: '女' } as const

/** The nationalities of GB/T 3304 as papers name them: without the character for nationality. */
export const NATIONS: readonly string[] = (
  '汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 ' +
  '柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 ' +
  '塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺'
).split(' ')
export const NATION = '族'

/** The police of an area, and of a part of it: 广州市公安局天河分局. */
export const AUTHORITY = /^(.+?)公安局(?:(.+)分局)?$/
