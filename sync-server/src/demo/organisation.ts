import type { Person, Post, Role, Unit } from '../../../shared-types/src/model/person.ts'
import type { Station } from '../../../shared-types/src/protocol.ts'

/** Everything here is invented; the county codes exist, because addresses need real ones. */
export const CITY = '330400000000'

export const UNITS: readonly Unit[] = [
  { id: CITY, name: '云江市公安局', level: 'city' },
  { id: '330402000000', name: '云江市公安局城东分局', level: 'district', parent: CITY, area: '330402' },
  { id: '330411000000', name: '云江市公安局城西分局', level: 'district', parent: CITY, area: '330411' },
  { id: '330402510000', name: '桂花路派出所', level: 'station', parent: '330402000000', area: '330402' },
  { id: '330402520000', name: '望湖派出所', level: 'station', parent: '330402000000', area: '330402' },
  { id: '330411510000', name: '青石桥派出所', level: 'station', parent: '330411000000', area: '330411' },
  { id: '330411520000', name: '柳营派出所', level: 'station', parent: '330411000000', area: '330411' },
]

const post = (person: string, number: number, role: Role, unit: string, officer?: string): Post => ({
  id: `${person}-${number}`,
  role,
  unit,
  ...(officer && { officer }),
})

const person = (id: string, name: string, login: string, ...posts: Post[]): Person => ({ id, name, login, posts })

/** Ids are officers' numbers. Auxiliary staff hang under an officer of their unit; one clerk has posts in two stations. */
export const PEOPLE: readonly Person[] = [
  person('040001', '郭峰', 'guofeng', post('040001', 1, 'administrator', CITY)),
  person('040002', '胡斌', 'hubin', post('040002', 1, 'supervisor', CITY)),
  person('040003', '何静', 'hejing', post('040003', 1, 'security', CITY)),
  person('040004', '林涛', 'lintao', post('040004', 1, 'audit', CITY)),
  person('041001', '马建国', 'majianguo', post('041001', 1, 'supervisor', '330402000000')),
  person('042001', '朱红', 'zhuhong', post('042001', 1, 'supervisor', '330411000000')),
  person('041101', '刘强', 'liuqiang', post('041101', 1, 'reviewer', '330402510000')),
  person('041102', '张伟', 'zhangwei', post('041102', 1, 'clerk', '330402510000')),
  person('041103', '李静', 'lijing', post('041103', 1, 'clerk', '330402510000')),
  person('X41101', '王芳', 'wangfang', post('X41101', 1, 'auxiliary', '330402510000', '041102')),
  person('041201', '黄勇', 'huangyong', post('041201', 1, 'reviewer', '330402520000')),
  person('041202', '陈敏', 'chenmin', post('041202', 1, 'clerk', '330402520000')),
  person('X41201', '赵磊', 'zhaolei', post('X41201', 1, 'auxiliary', '330402520000', '041202')),
  person('042101', '吴刚', 'wugang', post('042101', 1, 'reviewer', '330411510000')),
  person(
    '042102',
    '周洁',
    'zhoujie',
    post('042102', 1, 'clerk', '330411510000'),
    post('042102', 2, 'clerk', '330411520000'),
  ),
  person('042201', '孙涛', 'suntao', post('042201', 1, 'reviewer', '330411520000')),
  person('042202', '徐丽', 'xuli', post('042202', 1, 'clerk', '330411520000')),
]

/** What a police station has: its window, its card printer, and who works there. */
export interface Place {
  unit: string
  station: Station
  /** Two digits in the serial numbers of its blank cards. */
  code: string
  printer: { device: string; ip: string; mac: string }
  /** A second window, where papers are stamped by a seal machine. */
  second: { station: Station; seal: string; ip: string; mac: string }
  communities: readonly string[]
  street: string
}

const place = (unit: string, n: number, id: string, street: string, communities: readonly string[]): Place => ({
  unit,
  station: { id, name: `${UNITS.find(u => u.id === unit)!.name}一号窗口`, unit, number: '01' },
  code: String(n).padStart(2, '0'),
  printer: { device: `CP70-26000${n}`, ip: `10.40.${10 + n}.21`, mac: `02:00:5E:40:0${n}:21` },
  second: {
    station: {
      id: id.replace('1d400', '1d410'),
      name: `${UNITS.find(u => u.id === unit)!.name}二号窗口`,
      unit,
      number: '02',
    },
    seal: `YZJ-26000${n}`,
    ip: `10.40.${10 + n}.22`,
    mac: `02:00:5E:40:0${n}:22`,
  },
  communities,
  street,
})

export const PLACES: readonly Place[] = [
  place('330402510000', 1, '5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4001', '桂花街道', [
    '模拟花园',
    '桂苑小区',
    '东溪新村',
    '染坊弄',
  ]),
  place('330402520000', 2, '5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4002', '望湖街道', [
    '湖滨雅居',
    '模拟公寓',
    '南堰新村',
    '渔行里',
  ]),
  place('330411510000', 3, '5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4003', '青石街道', [
    '青石家园',
    '模拟人才公寓',
    '桥西小区',
  ]),
  place('330411520000', 4, '5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4004', '柳营镇', [
    '柳营社区',
    '模拟安置小区',
    '工业园职工宿舍',
  ]),
]

/** The bureau's own workstation: printers are registered there. */
export const BUREAU: Station = {
  id: '5d1f0a52-6f3b-4c1e-9a70-0c5b8e1d4000',
  name: '市局管理台',
  unit: CITY,
  number: '01',
}

/** The simulated card printer that comes with the product: it may print at every station of the demo. */
export const SIMULATED_PRINTER = 'PRN-SIM-0001'
