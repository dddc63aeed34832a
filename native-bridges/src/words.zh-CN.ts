import type { DeviceFacts, DeviceFault, DeviceKind } from './driver.ts'
import type { JobPurpose } from './exclusive-driver.ts'

/** 设备在屏幕上的名称 */
export const DEVICE_KINDS: Readonly<Record<DeviceKind, string>> = {
  'id-card': '身份证阅读器',
  'code-reader': '扫码器',
  scanner: '扫描仪',
  'card-printer': '制证机',
  'document-printer': '打印机',
  seal: '印章机',
}

const PURPOSES: Readonly<Record<JobPurpose, string>> = {
  'read-once': '读卡',
  'read-continuously': '连续读卡',
  scan: '扫描',
  print: '打印',
  stamp: '盖章',
  count: '核对印数',
}

type Sentence = (facts: DeviceFacts) => string

const SENTENCES: Readonly<Record<DeviceKind, Readonly<Record<DeviceFault, Sentence>>>> = {
  'id-card': {
    absent: () => '没有找到身份证阅读器。请检查连接线，重新插好后会自动恢复，无需重启。',
    busy: facts => `身份证阅读器正在使用中${holder(facts)}。请等它结束后再读，或先停止那一处。`,
    cancelled: () => '读卡已停止。需要时请重新读卡。',
    unreadable: () =>
      '没有读完证件。请把证件平放在感应区，听到提示音前不要移动；多次不成请查看证件是否损坏，或手工录入。',
    empty: () => '感应区上没有证件。请放好证件后再读。',
    jam: () => '阅读器报告卡片卡住。请轻轻取出卡片后重试。',
    cover: () => '阅读器外盖未合好。请合好后重试。',
    consumable: () => '阅读器报告耗材不足。请联系管理员。',
    auth: () =>
      '证件没有通过阅读器的安全认证，可能不是真证，或阅读器未获授权。请换一台阅读器核验，仍不通过请按规定处理。',
    protocol: () => '阅读器的回答无法识别。请检查连接线是否松动、设备型号设置是否正确，然后重试。',
    uncertain: () => '不确定证件是否读完。请取下证件，重新放置再读一次。',
    broken: () => '身份证阅读器没有正常应答。请拔下重新插好；仍不恢复请联系管理员检修，期间可手工录入。',
  },
  'code-reader': {
    absent: () => '没有找到扫码器。请检查连接线，重新插好后会自动恢复，无需重启；期间可手工输入受理号。',
    busy: facts => `扫码器正在使用中${holder(facts)}。请等它结束，或先停止那一处。`,
    cancelled: () => '扫码已停止。',
    unreadable: () => '没有读出这个码。请把凭证放平、擦净后再扫，或手工输入受理号。',
    empty: () => '没有扫到码。请对准凭证上的码再扫。',
    jam: () => '扫码器报告故障。请拔下重新插好。',
    cover: () => '扫码器报告外盖未合好。请合好后再扫。',
    consumable: () => '扫码器报告电量不足。请充电后再扫。',
    auth: () => '扫码器拒绝了本机的使用。请联系管理员。',
    protocol: () => '扫码器发来的内容无法识别。请检查波特率设置是否与扫码器一致。',
    uncertain: () => '不确定是否扫到。请再扫一次。',
    broken: () => '扫码器没有打开。请拔下重新插好；仍不恢复请联系管理员，期间可手工输入受理号。',
  },
  scanner: {
    absent: () => '没有找到扫描仪。请检查电源和连接线，接好后会自动恢复，无需重启。',
    busy: facts => `扫描仪正在使用中${holder(facts)}。请等它结束后再扫。`,
    cancelled: () => '扫描已停止。已扫到的页面都已保留。',
    unreadable: facts =>
      `第${next(facts.pages)}页的图像无法读取。请确认文件是完整的图片、大小不超限，然后从这一页继续。`,
    empty: () => '扫描仪里没有纸。请放入材料后再扫。',
    jam: facts =>
      `扫描仪卡纸，${kept(facts.pages)}。请打开盖板取出卡住的纸，从第${next(facts.pages)}页起重新放入后继续。`,
    cover: facts => `扫描仪盖板打开，${kept(facts.pages)}。请合好盖板，从第${next(facts.pages)}页继续。`,
    consumable: () => '扫描仪提示需要更换部件。请联系管理员。',
    auth: () => '扫描仪拒绝了本机的使用。请联系管理员检查扫描仪的使用权限。',
    protocol: facts =>
      facts.http === undefined
        ? '扫描仪不接受所选的分辨率或纸张，或回答无法识别。请换一种扫描设置后重试。'
        : '这个地址上的设备不是扫描仪，没有扫描。请管理员核对扫描仪的地址，重新查找并设置。',
    uncertain: () => '不确定这一页是否扫完。请核对最后一页，缺页时重新扫描。',
    broken: () => '扫描仪没有正常应答。请关机后重新开机；仍不恢复请联系管理员检修。',
  },
  'card-printer': {
    absent: () => '没有找到制证机。请检查电源和连接线，接好后会自动恢复，无需重启。',
    busy: facts => `制证机正在使用中${holder(facts)}。请等它结束后再制证。`,
    cancelled: facts => `制证已停止，已出卡${count(facts.sheets)}张。`,
    unreadable: () => '证件版面文件不完整，没有打印，没有用卡。请重新生成后再制证。',
    empty: facts =>
      some(facts) ? `卡槽里没有卡了，${cardsOut(facts)}请放入空白卡。` : '卡槽里没有卡。请放入空白卡后再制证。',
    jam: facts => `制证机卡卡，已出卡${count(facts.sheets)}张，卡在机内的一张请取出并登记为废证，然后重新制证。`,
    cover: facts =>
      some(facts)
        ? `制证机盖板在制证时打开，${cardsOut(facts)}请合好盖板。`
        : '制证机盖板打开，没有打印，没有用卡。请合好盖板后再制证。',
    consumable: facts =>
      `制证机耗材不足${facts.left === undefined ? '' : `：需要空白卡${facts.wanted}张，机内只有${facts.left}张`}，${some(facts) ? cardsOut(facts) : '没有打印，没有用卡。'}请补充空白卡或色带后再制证。`,
    auth: () => '制证机拒绝了本机，没有制证，没有用卡。请联系管理员核对制证机的使用权限。',
    protocol: facts =>
      notThis('制证机', facts) ?? '制证机不接受这份打印任务，没有用卡。请检查份数和卡面设置，或联系管理员。',
    uncertain: () =>
      '制证机中途没有回音，不能确定这张证是否已制好。请查看出卡口：已出卡请确认“已制成”，没有出卡或已损坏请登记为废证；未确认前不会重新制证。',
    broken: () => '制证机故障。请按机器面板提示处理，或关机后重新开机；仍不恢复请联系管理员检修。',
  },
  'document-printer': {
    absent: () => '没有找到打印机。请检查电源和连接线，接好后会自动恢复，无需重启。',
    busy: facts => `打印机正在使用中${holder(facts)}。请等它结束后再打印。`,
    cancelled: facts => `打印已停止，已打印${count(facts.sheets)}张。`,
    unreadable: () => '要打印的文件不完整，没有打印。请重新生成后再打印。',
    empty: facts =>
      facts.silent
        ? '打印机没有回答，没有打印。标签机缺纸时就不回答，请先看有没有纸；有纸的，请管理员核对打印机的地址和语言设置。'
        : some(facts)
          ? `打印机里没有纸了，${sheetsOut(facts)}请放入纸张。`
          : '打印机里没有纸。请放入纸张后再打印。',
    jam: facts => `打印机卡纸，已打印${count(facts.sheets)}张。请打开盖板取出卡住的纸，合好后重新打印其余部分。`,
    cover: facts =>
      some(facts)
        ? `打印机盖板在打印时打开，${sheetsOut(facts)}请合好盖板。`
        : '打印机盖板打开，没有打印。请合好盖板后再打印。',
    consumable: facts =>
      `打印机耗材不足${facts.left === undefined ? '' : `：需要纸${facts.wanted}张，机内只有${facts.left}张`}，${some(facts) ? sheetsOut(facts) : '没有打印。'}请加纸或更换墨粉后再打印。`,
    auth: () => '打印机拒绝了本机，没有打印。请联系管理员核对打印机的使用权限。',
    protocol: facts => notThis('打印机', facts) ?? '打印机不接受这份打印任务，没有打印。请检查份数和纸张设置后重试。',
    uncertain: () => '打印机中途没有回音，不能确定最后一张是否打印好。请查看出纸口，缺页时再打印一次。',
    broken: facts =>
      facts.silent
        ? '打印机没有回答，没有打印。请看它是否开机、就绪；仍不回答请管理员核对打印机的地址和语言设置。'
        : '打印机故障。请按机器面板提示处理，或关机后重新开机；仍不恢复请联系管理员检修。',
  },
  seal: {
    absent: () => '没有找到印章机。请检查电源和网线，接好后会自动恢复，无需重启。',
    busy: facts => `印章机正在使用中${holder(facts)}。请等它结束后再盖章。`,
    cancelled: () => '盖章已停止，没有盖下，授权已收回。',
    unreadable: () => '印章机没有读到用印材料。请把材料放平后重试。',
    empty: () => '印章下没有纸，没有盖章。请放好材料后再盖章。',
    jam: () => '印章机卡住，没有盖章。请取出材料、检查后重试。',
    cover: () => '印章机的盖或门没有关好，没有盖章。请关好后再盖章。',
    consumable: () => '印章机印油不足，没有盖章。请补充印油后再盖章。',
    auth: () => '没有可用的用印授权：这项用印申请已经用过，或印章机拒绝盖章。请重新申请用印。',
    protocol: () => '印章机的回答无法识别，没有盖章。请管理员核对印章机的地址和型号设置。',
    uncertain: facts =>
      `印章机没有回音，不能确定是否已经盖下${facts.before === undefined ? '' : `（盖章前印数为${facts.before}）`}。请查看材料，并核对印数后确认结果；未确认前不会再次盖章。`,
    broken: () => '印章机报告故障。请按机器面板提示处理，并联系管理员检修；不要强行取出印章。',
  },
}

/** 给窗口人员看的一句话：说明真正的原因和下一步。 */
export function deviceSentence(kind: DeviceKind, fault: DeviceFault, facts: DeviceFacts = {}): string {
  const rights = RIGHTS[String(facts.rights)]
  if (rights) return `本机账号没有使用${DEVICE_KINDS[kind]}的权限。${rights}`
  return (fault === 'auth' && otherCertificate(kind, facts)) || SENTENCES[kind][fault](facts)
}

/** 网络设备出示的证书不是登记的那一个：换了机器、换了证书，或有人冒充。 */
function otherCertificate(kind: DeviceKind, { fingerprint, certificate }: DeviceFacts): string | undefined {
  if (fingerprint === undefined && certificate === undefined) return undefined
  const shown = fingerprint === undefined ? '' : `（出示的指纹：${fingerprint}）`
  return `${DEVICE_KINDS[kind]}的证书与设置的不符，没有向它发送任何内容${shown}。可能更换了机器或证书，也可能有人冒充。请管理员与机器面板上的指纹核对，相符后在“设置 → 设备”中更新。`
}

/** 系统没有给这个账号打开设备的权限：缺什么、怎么补 */
const RIGHTS: Readonly<Record<string, string>> = {
  serial: '请管理员把账号加入串口用户组（sudo usermod -aG dialout 账号名），注销后重新登录。',
  scanner: '请管理员把账号加入扫描仪用户组（sudo usermod -aG scanner 账号名），注销后重新登录。',
  folder: '请管理员把存扫描件的文件夹的读写权限给本机账号。',
  usb: '请管理员按安装说明添加设备规则（/etc/udev/rules.d/60-chuangtai.rules），重新插好设备。',
}

/** 出了一部分之后停下的：再打印一次会重复 */
const some = ({ sheets }: DeviceFacts) => count(sheets) > 0
const sheetsOut = ({ sheets }: DeviceFacts) => `已打印${count(sheets)}张，其余没有打印。请先看出纸口，只补打缺的；`
const cardsOut = ({ sheets }: DeviceFacts) => `已出卡${count(sheets)}张。请先看出卡口，未确认前不会重新制证；`

/** 打印机没有所要的纸，或那里不是打印机 */
function notThis(device: string, { paper, tray, http }: DeviceFacts): string | undefined {
  if (paper !== undefined)
    return `${device}没有${paper === 'card' ? '卡' : `${paper}纸`}，没有打印。请管理员在设置里把这份表格换到有这种纸的打印机。`
  if (tray !== undefined) return `${device}没有“${tray}”这个纸盒，没有打印。请管理员在设置里改这份表格的纸盒。`
  if (http !== undefined) return `这个地址上的设备不是${device}，没有打印。请管理员核对${device}的地址。`
  return undefined
}

function holder({ holder, since, program }: DeviceFacts): string {
  if (program !== undefined) return `（被程序 ${program} 占用）`
  const purpose = PURPOSES[holder as JobPurpose]
  if (!purpose) return ''
  const time = typeof since === 'string' ? `，${clock(since)}开始` : ''
  return `（${purpose}${time}）`
}

const clock = (iso: string) =>
  new Date(iso).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const count = (value: string | number | undefined) => Number(value ?? 0)
const next = (value: string | number | undefined) => count(value) + 1
const kept = (pages: string | number | undefined) => (count(pages) ? `前${count(pages)}页已保留` : '还没有页面进来')
