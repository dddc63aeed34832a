import type { CardData } from './card-data.ts'

/** A person nobody is: the demo's and the tests' card holders. */
export interface InventedPerson {
  /** Stable short name, for tests: 'expired', 'rare-name', … */
  key: string
  /** One line for the demo's list of cards, in Chinese. */
  label: string
  card: CardData
}

type WithoutPhoto<Card> = Card extends CardData ? Omit<Card, 'photo'> : never

/**
 * All invented. The areas exist, so that the numbers are valid by GB 11643; streets and houses are
 * named 模拟 and do not.
 */
export const INVENTED_PEOPLE: readonly InventedPerson[] = [
  person('first', '周晓棠，女，汉族，河南新县', {
    layout: 'resident',
    name: '周晓棠',
    sex: '2',
    nation: '01',
    birth: '1991-03-18',
    address: '河南省信阳市新县新集镇向阳路模拟小区3号楼2单元501室',
    idNumber: '411523199103180068',
    authority: '新县公安局',
    from: '2018-06-11',
    to: '2038-06-11',
  }),
  person('second', '陈立夏，男，汉族，安徽庐江', {
    layout: 'resident',
    name: '陈立夏',
    sex: '1',
    nation: '01',
    birth: '1987-11-02',
    address: '安徽省合肥市庐江县庐城镇模拟村塘湾组18号',
    idNumber: '340124198711022136',
    authority: '庐江县公安局',
    from: '2015-09-23',
    to: '2035-09-23',
  }),
  person('young', '黎思远，男，壮族，十年有效', {
    layout: 'resident',
    name: '黎思远',
    sex: '1',
    nation: '08',
    birth: '2005-05-21',
    address: '广西南宁市青秀区模拟路66号4栋1203号房',
    idNumber: '450103200505213517',
    authority: '南宁市公安局青秀分局',
    from: '2023-07-03',
    to: '2033-07-03',
  }),
  person('long-term', '吴桂兰，女，长期有效', {
    layout: 'resident',
    name: '吴桂兰',
    sex: '2',
    nation: '01',
    birth: '1962-09-09',
    address: '湖北省宜城市鄢城街道模拟巷7号',
    idNumber: '420684196209091288',
    authority: '宜城市公安局',
    from: '2012-04-16',
    to: 'long-term',
  }),
  person('rare-name', '田𠮷祥，男，姓名有生僻字（扩展B区）', {
    layout: 'resident',
    name: '田𠮷祥',
    sex: '1',
    nation: '01',
    birth: '1979-07-04',
    address: '江苏省昆山市玉山镇模拟新村21幢304室',
    idNumber: '320583197907044170',
    authority: '昆山市公安局',
    from: '2009-08-10',
    to: '2029-08-10',
  }),
  person('rare-name-2', '苏䶮，女，姓名有生僻字（扩展A区）', {
    layout: 'resident',
    name: '苏䶮',
    sex: '2',
    nation: '01',
    birth: '1994-12-25',
    address: '福建省厦门市思明区模拟里12号602室',
    idNumber: '35020319941225042X',
    authority: '厦门市公安局思明分局',
    from: '2020-12-28',
    to: '2040-12-28',
  }),
  person('expired', '高文博，男，身份证已过期', {
    layout: 'resident',
    name: '高文博',
    sex: '1',
    nation: '01',
    birth: '1996-01-15',
    address: '山东省烟台市芝罘区模拟街45号',
    idNumber: '370602199601155199',
    authority: '烟台市公安局芝罘分局',
    from: '2013-05-06',
    to: '2023-05-06',
  }),
  person('long-name', '阿卜杜拉热依木·麦麦提吐尔孙江，男，维吾尔族，长姓名', {
    layout: 'resident',
    name: '阿卜杜拉热依木·麦麦提吐尔孙江',
    sex: '1',
    nation: '05',
    birth: '1983-02-26',
    address: '新疆疏附县托克扎克镇模拟村2组35号',
    idNumber: '653121198302260316',
    authority: '疏附县公安局',
    from: '2014-03-18',
    to: '2034-03-18',
  }),
  person('tibetan', '次仁卓玛，女，藏族', {
    layout: 'resident',
    name: '次仁卓玛',
    sex: '2',
    nation: '04',
    birth: '1999-08-30',
    address: '西藏拉萨市城关区模拟东路9号院2栋1单元',
    idNumber: '540102199908300287',
    authority: '拉萨市公安局城关分局',
    from: '2020-01-06',
    to: '2030-01-06',
  }),
  person('korean', '金美善，女，朝鲜族', {
    layout: 'resident',
    name: '金美善',
    sex: '2',
    nation: '10',
    birth: '1990-04-17',
    address: '吉林省延吉市公园街模拟胡同5号',
    idNumber: '222401199004170640',
    authority: '延吉市公安局',
    from: '2017-02-08',
    to: '2037-02-08',
  }),
  person('child', '马小禾，男，回族，未满十六周岁，五年有效', {
    layout: 'resident',
    name: '马小禾',
    sex: '1',
    nation: '03',
    birth: '2016-02-29',
    address: '宁夏银川市兴庆区模拟南街88号2-3-401',
    idNumber: '640104201602291150',
    authority: '银川市公安局兴庆区分局',
    from: '2024-03-04',
    to: '2029-03-04',
  }),
  person('new-address', '蒋云帆，女，芯片内有新住址', {
    layout: 'resident',
    name: '蒋云帆',
    sex: '2',
    nation: '01',
    birth: '1984-12-12',
    address: '四川省三台县潼川镇模拟街31号',
    idNumber: '510722198412122462',
    authority: '三台县公安局',
    from: '2010-11-30',
    to: '2030-11-30',
    newAddress: '四川省绵阳市涪城区模拟大道200号11栋2单元9号',
  }),
  person('hong-kong', '何志恒，男，港澳台居民居住证', {
    layout: 'J',
    name: '何志恒',
    sex: '1',
    birth: '1993-06-11',
    address: '广东省深圳市南山区模拟大道100号7栋1501室',
    idNumber: '81000019930611023X',
    authority: '深圳市公安局',
    from: '2025-09-01',
    to: '2030-09-01',
    passNumber: 'H00000123',
    issueCount: 1,
  }),
  person('foreigner-2017', 'HARTLEY, OLIVER JAMES，男，外国人永久居留身份证（2017版）', {
    layout: 'I',
    name: '何立维',
    sex: '1',
    birth: '1975-06-20',
    idNumber: 'GBR310075062002',
    englishName: 'HARTLEY, OLIVER JAMES',
    country: 'GBR',
    version: '01',
    authority: '3100',
    from: '2018-05-14',
    to: '2028-05-13',
  }),
  person('foreigner-2023', 'MONTEIRO DE ALBUQUERQUE, MARIA FERNANDA，女，外国人永久居留身份证（2023版）', {
    layout: 'Y',
    name: '孟丽雅',
    sex: '2',
    birth: '1988-02-14',
    idNumber: '931076198802140025',
    englishName: 'MONTEIRO DE ALBUQUERQUE, MARIA FERNANDA',
    country: 'BRA',
    renewals: 0,
    previousIdLink: '',
    from: '2024-01-15',
    to: '2034-01-14',
  }),
]

function person(key: string, label: string, card: WithoutPhoto<CardData>): InventedPerson {
  return { key, label, card: { ...card, photo: inventedPhoto(card.idNumber) } }
}

/** 1,024 bytes where a chip has its WLT photo: they say in ASCII that they are none, then follow the number. */
function inventedPhoto(seed: string): Uint8Array {
  const bytes = new Uint8Array(1024)
  bytes.set(new TextEncoder().encode('SIMULATED, NOT A PHOTO. '))
  let state = 2166136261
  for (const letter of seed) state = Math.imul(state ^ letter.charCodeAt(0), 16777619)
  for (let at = 24; at < bytes.length; at++) {
    state = Math.imul(state ^ (state >>> 13), 1540483477) + at
    bytes[at] = (state >>> 24) & 0xff
  }
  return bytes
}
