/** What the core says about updates of the program itself. */
export const updateZhCN = {
  'update.no-package': '这不是本程序的升级包，或升级包的格式比本程序新。请核对文件。',
  'update.no-key': '本程序没有内置发布公钥，不能验证升级包，因此不接受任何升级。请由部署单位重新安装带有公钥的版本。',
  'update.signature': '升级包的签名不是本程序认可的发布单位所签，没有安装。请向发布单位重新索取。',
  'update.altered': '升级包不完整或被改动，没有安装。请重新复制或重新下载。',
  'update.platform': '升级包不是为这种计算机或这种窗口程序制作的，没有安装。',
  'update.same': '本窗口已经是这个版本，不需要升级。',
  'update.older': '升级包比正在运行的版本旧，没有安装。确需退回旧版本的，请由发布单位专门签发。',
  'update.failed-before': '这个升级包在本窗口安装过，但两次都没有正常启动，已退回原版本。请等待修复后的升级包。',
  'update.not-started': '新版本两次都没有正常启动，已自动退回原版本',
  'update.disk': '磁盘空间不足或程序文件夹不能写入，没有安装。请清理磁盘或联系管理员。',
  'update.unmanaged': '本窗口不是由升级启动器启动的，不能在此升级；请由安装人员更换程序。',
  'update.is.current': '没有待安装的升级。',
  'update.is.loading': '正在下载 {version} 版（{percent}%），不影响办理业务。',
  'update.is.ready': '{version} 版已准备好，下次启动窗口时生效。',
  'update.is.failed': '{version} 版没有装上：{why}',
  'update.notBrought': '中心没有接收升级包（{why}）。中心与窗口的版本可能不一致，请联系管理员。',
} as const
