import { describe, expect, it } from 'vitest'
import {
  areaCodes,
  areaName,
  areaOfText,
  areaPath,
  areasUnder,
  isArea,
  isCounty,
  isProvince,
  searchAreas,
} from './areas.ts'

const everything = (code?: string): string[] => areasUnder(code).flatMap(area => [area.code, ...everything(area.code)])

describe('areas of GB/T 2260', () => {
  it('have names and paths', () => {
    expect(areaName('440106')).toBe('天河区')
    expect(areaPath('440106')).toBe('广东省广州市天河区')
    expect(areaPath('440100')).toBe('广东省广州市')
    expect(areaCodes('440106')).toEqual(['440000', '440100', '440106'])
    expect([areaName('440199'), areaPath('440199'), areaCodes('440199')]).toEqual([undefined, '', []])
  })

  it('leave headings out of paths unless they are meant', () => {
    expect(areaPath('110101')).toBe('北京市东城区')
    expect(areaPath('500229')).toBe('重庆市城口县')
    expect(areaPath('469001')).toBe('海南省五指山市')
    expect(areaPath('110100')).toBe('北京市市辖区')
  })

  it('know cities without counties and the three regions without parts', () => {
    expect(areaPath('441900')).toBe('广东省东莞市')
    expect(areasUnder('441900')).toEqual([])
    for (const code of ['441900', '442000', '460400', '440106', '810000', '710000']) expect(isCounty(code)).toBe(true)
    for (const code of ['440000', '440100', '999999', '', 440106, null]) expect(isCounty(code)).toBe(false)
  })

  it('make a complete tree of all provinces, with one path for each code', () => {
    expect(areasUnder()).toHaveLength(34)
    const codes = everything()
    expect(codes).toHaveLength(3 + 31 + 342 + 2978 - 3)
    expect(new Set(codes).size).toBe(codes.length)
    expect(new Set(codes.map(areaPath)).size).toBe(codes.length)
    for (const code of codes) expect(areaOfText(areaPath(code))).toBe(code)
    for (const code of codes) expect([isArea(code), areaCodes(code).at(-1)]).toEqual([true, code])
  })

  it('are found by name', () => {
    expect(searchAreas('天河').map(a => a.code)).toEqual(['440106'])
    expect(searchAreas('广州 白云')[0]).toEqual({
      code: '440111',
      name: '白云区',
      path: '广东省广州市白云区',
      leaf: true,
    })
    expect(searchAreas('4401', 3).map(a => a.code)).toEqual(['440100', '440103', '440104'])
    expect(searchAreas('深圳')[0]!.code).toBe('440300')
    expect(searchAreas('  ')).toEqual([])
    expect(searchAreas('区', 5)).toHaveLength(5)
  })

  it('are read from texts', () => {
    for (const text of ['440106', '４４０１０６', '广东省广州市天河区', '广东省/广州市/天河区', '广东省 广州市 天河区'])
      expect(areaOfText(text)).toBe('440106')
    expect(areaOfText('北京市市辖区东城区')).toBe('110101')
    expect(areaOfText('北京市')).toBe('110000')
    expect(areaOfText('天河区')).toBeUndefined()
  })

  it('know provinces by their prefix', () => {
    expect(['11', '44', '65', '71', '81', '82'].every(isProvince)).toBe(true)
    expect(['10', '16', '83', '91', '', '1'].some(isProvince)).toBe(false)
  })
})
