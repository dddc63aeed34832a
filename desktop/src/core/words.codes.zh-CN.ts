/** What a signed code is found to be. */
export const codesZhCN = {
  'code.good': '由中心签发，内容没有改动。请核对持证人与本人或现场是否一致。',
  'code.no-code': '这不是本系统签发的防伪码。请对准证照上的二维码重新扫描。',
  'code.altered': '防伪码残缺或被改动，不能采信。请重新扫描；仍然如此的，请核对证照原件或联系发证机关。',
  'code.forged': '防伪码是伪造的：签名不是发证机关所作。请留存证照，按规定报告。',
  'code.foreign': '防伪码标明由“{issuer}”发证，本机没有签发它的公钥，不能验证。请向该机关核实。',
  'code.early': '防伪码真实，但证照到{from}才生效。',
  'code.expired': '防伪码真实，但证照已于{until}到期。请持证人办理延续。',
  'code.replaced': '防伪码真实，但证照已换发新码（{at}），这个码不再有效。请查看新的证照。',
  'code.ended': '防伪码真实，但证照已“{state}”（{at}），不再有效。',
  'code.none': '这件证照还没有防伪码。请先申请，中心签发后再试。',
} as const
