import type { Random } from './random.ts'

const FAMILY = [
  ...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆汪范金石廖贾夏付方邹熊白孟秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤',
]
const MEN = [...'伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁亮成峰阳博晨航毅恒铭骏哲睿']
const WOMEN = [...'芳娜敏静丽艳娟霞燕玲婷雪梅琳颖慧倩怡欣悦佳蕾洁莹岚薇月莲瑶璐彤菲萍琴荣秀兰珍']
const MIDDLE = [...'晓小文志建国海春秋冬立思雨子梓一明永新']

/** Names with the dot of Xinjiang and of Tibet, given by nationality. */
const OTHERS: Readonly<Record<string, readonly string[]>> = {
  '04': ['扎西顿珠', '次仁旺堆', '德吉央宗', '白玛曲珍'],
  '05': ['艾力·买买提', '阿依古丽·吐尔逊', '古丽娜尔·艾合买提', '吐尔洪·阿不都热依木'],
}

/** Characters of the extension planes that real people have in their names. */
const RARE = ['𠮷', '㛃', '䶮', '喆', '犇', '堃']

/** A name for a person of that sex ('1' man, '2' woman) and nationality (GB/T 3304). */
export function inventedName(random: Random, sex: '1' | '2', nation: string): string {
  const own = OTHERS[nation]
  if (own) return random.pick(own)
  const given = sex === '1' ? MEN : WOMEN
  const family = random.pick(FAMILY)
  if (random.chance(0.015)) return family + random.pick(RARE) + random.pick(given)
  if (random.chance(0.25)) return family + random.pick(given)
  return family + random.pick(random.chance(0.5) ? MIDDLE : given) + random.pick(given)
}
