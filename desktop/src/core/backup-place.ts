import { readFileSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'

/** Names of file systems that lie on another machine, as Linux lists them. */
const NETWORK =
  /^(nfs\d?|cifs|smb\d?|smbfs|smb3|afs|ceph|coda|ncpfs|lustre|gfs2?|ocfs2|glusterfs|beegfs|fuse\.(sshfs|glusterfs|s3fs|rclone|davfs2?|gvfsd-fuse|smbnetfs|curlftpfs))$/

/**
 * The network file system on which a folder lies, undefined for a local disk: SQLite's locks and syncs cannot be relied
 * on across a network (sqlite.org/useovernet.html). Told by the mount table on Linux and by `\\server\share` on Windows;
 * a drive letter that stands for a share, and other systems, are not seen.
 */
export function networkPlace(folder: string, mounts: () => string = mountTable): string | undefined {
  if (/^(\\\\|\/\/)[^\\/?.]/.test(folder)) return folder.split(/[\\/]/).slice(0, 4).join('\\')
  if (process.platform !== 'linux') return undefined
  const place = realpathSync(folder)
  let found = { point: '', kind: '' }
  // proc_pid_mountinfo(5): the mount point is the fifth field, the kind stands after the separator.
  for (const line of mounts().split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const point = (before.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_, code) =>
      String.fromCharCode(parseInt(code, 8)),
    )
    const holds = place === point || place.startsWith(point.endsWith(sep) ? point : point + sep)
    if (point && holds && point.length >= found.point.length) found = { point, kind: after.split(' ')[0] ?? '' }
  }
  return NETWORK.test(found.kind) ? found.kind : undefined
}

function mountTable(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return ''
  }
}
