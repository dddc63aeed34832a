import sharp, { type OverlayOptions } from 'sharp'
import { drawnText } from '../drawn-text.ts'

/** A page that nobody signed: what the simulated scanner yields when no file is given to it. */
export interface InventedPage {
  title: string
  lines: readonly string[]
  /** Stands under the text at the right, and under the stamp. */
  signed: string
}

export const INVENTED_PAGES: readonly InventedPage[] = [
  {
    title: '房屋租赁合同',
    lines: [
      '合同编号：MN-2026-000123',
      '出租方（甲方）：模拟出租人　　　承租方（乙方）：模拟承租人',
      '　　根据《中华人民共和国民法典》有关规定，甲乙双方经协商一致，订立本合同。',
      '　　第一条　甲方将坐落于模拟区模拟街道模拟路66号4栋1203室的房屋出租给乙方居住使用，建筑面积52平方米。',
      '　　第二条　租赁期限自2026年1月1日起至2026年12月31日止，共十二个月。',
      '　　第三条　月租金为人民币1200元，乙方应于每月5日前支付；押金为一个月租金，合同期满后退还。',
      '　　第四条　甲方应保证房屋及附属设施处于安全、可使用的状态，并配合乙方办理居住登记。',
      '　　第五条　乙方不得擅自改变房屋用途，不得擅自转租。',
      '　　第六条　本合同一式两份，甲乙双方各执一份，自双方签字之日起生效。',
    ],
    signed: '甲方：模拟出租人　　乙方：模拟承租人\n2025年12月28日',
  },
  {
    title: '在职证明',
    lines: [
      '　　兹证明模拟承租人自2025年3月3日起在我单位工作，现任仓储管理员，劳动合同期限至2028年3月2日，社会保险由我单位缴纳。',
      '　　本证明仅用于办理居住证，不作其他用途。',
      '　　单位地址：模拟区模拟工业园3号楼',
      '　　联系人：模拟人事　　　联系电话：00000000',
      '　　特此证明。',
    ],
    signed: '模拟物流有限公司（盖章）\n2026年3月9日',
  },
]

/** A4 in inches. */
const WIDE = 8.27
const HIGH = 11.69
const MARGIN = 1

/** The page as a scanner would see it, in colour: paper not quite white and not quite straight. @throws what sharp throws. */
export async function drawInventedPage(page: InventedPage, dpi: number): Promise<Buffer> {
  const [width, height] = [Math.round(WIDE * dpi), Math.round(HIGH * dpi)]
  const inner = Math.round(width - 2 * MARGIN * dpi)
  const left = Math.round(MARGIN * dpi)
  const [title, body, signed, foot] = await Promise.all([
    drawnText({ text: page.title, points: 22, dpi }),
    drawnText({ text: page.lines.join('\n'), points: 12, dpi, width: inner }),
    drawnText({ text: page.signed, points: 12, dpi, align: 'right' }),
    drawnText({ text: '模拟扫描件，仅供演示，不具效力', points: 9, dpi, colour: '#8a8a8a' }),
  ])
  const [titleSize, bodySize, signedSize, footSize] = await Promise.all([title, body, signed, foot].map(sizeOf))
  const bodyTop = Math.round(2 * dpi)
  const signedTop = bodyTop + bodySize!.height + Math.round(0.6 * dpi)
  const layers: OverlayOptions[] = [
    { input: title, left: centred(width, titleSize!.width), top: Math.round(1.1 * dpi) },
    { input: body, left, top: bodyTop },
    { input: signed, left: left + inner - signedSize!.width, top: signedTop },
    { input: await stamp(dpi), left: left + inner - Math.round(2.1 * dpi), top: signedTop - Math.round(0.5 * dpi) },
    { input: foot, left: centred(width, footSize!.width), top: height - Math.round(0.6 * dpi) },
  ]
  const sheet = await sharp({ create: { width, height, channels: 3, background: '#f7f5ef' } })
    .composite(layers)
    .png({ compressionLevel: 1 })
    .toBuffer()
  const turned = await sharp(sheet).rotate(0.4, { background: '#e4e2dc' }).png({ compressionLevel: 1 }).toBuffer()
  return sharp(turned).resize(width, height, { fit: 'cover' }).withDensity(dpi).jpeg({ quality: 85 }).toBuffer()
}

/** The back of a sheet that has nothing on it. */
export function drawBlankSide(dpi: number): Promise<Buffer> {
  const [width, height] = [Math.round(WIDE * dpi), Math.round(HIGH * dpi)]
  return sharp({ create: { width, height, channels: 3, background: '#f7f5ef' } })
    .withDensity(dpi)
    .jpeg({ quality: 85 })
    .toBuffer()
}

/** A round red stamp that says of itself that it is none. */
async function stamp(dpi: number): Promise<Buffer> {
  const size = Math.round(1.5 * dpi)
  const ring = `<svg width="${size}" height="${size}" viewBox="0 0 100 100"><g fill="none" stroke="#c0272d">
    <circle cx="50" cy="50" r="46" stroke-width="4"/></g>
    <polygon fill="#c0272d" points="50,20 54,32 67,32 57,40 60,52 50,45 40,52 43,40 33,32 46,32"/></svg>`
  const words = await drawnText({ text: '模拟印章', points: 15, dpi, colour: '#c0272d' })
  const { width } = await sizeOf(words)
  return sharp(Buffer.from(ring))
    .composite([{ input: words, left: centred(size, width), top: Math.round(size * 0.58) }])
    .png()
    .toBuffer()
}

const centred = (whole: number, part: number) => Math.round((whole - part) / 2)

async function sizeOf(image: Buffer): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(image).metadata()
  return { width, height }
}
