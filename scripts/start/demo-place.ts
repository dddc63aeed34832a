import { join } from 'node:path'
import { openPlace } from '../../desktop/src/core/open-place.ts'
import { coreText } from '../../desktop/src/core/words.ts'
import { servePlace } from '../../desktop/src/shells/place/serve.ts'
import { shellText } from '../../desktop/src/shells/words.ts'
import { readConfig } from '../../sync-server/src/config.ts'
import { CITY, PEOPLE, UNITS } from '../../sync-server/src/demo/organisation.ts'
import { SCREEN } from '../built.ts'
import type { DemoCentre } from './demo-centre.ts'
import { DEMO_PASSWORD } from './demo-centre.ts'
import type { DemoLogin } from './demo-logins.ts'
import { placeDoor } from './place-door.ts'

export interface DemoPlace {
  url: string
  stop(): Promise<void>
}

/** The supervisors' place of the demo, in a browser of this machine: for the whole city, and whoever oversees there. */
export async function openDemoPlace(
  centre: DemoCentre,
  { folder, port, version }: { folder: string; port: number; version: string },
): Promise<DemoPlace> {
  const log = (error: unknown) => console.error(error)
  const data = join(folder, 'place')
  const place = await openPlace({ folder: data, version, demo: { logins: overseers() }, log })
  try {
    if (!place.isEnrolled())
      await place.enrol({
        server: centre.address,
        code: await centre.code(CITY),
        name: shellText('zh-CN', 'place.name'),
      })
    const config = readConfig({ CHUANGTAI_DATA: data })
    const serve = (at: number) =>
      servePlace({ place, door: placeDoor(config, { host: '127.0.0.1', port: at }), rendererDir: SCREEN.folder })
    const shell = await serve(port).catch(error => {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      return serve(0)
    })
    return {
      url: `http://127.0.0.1:${shell.port}/`,
      async stop() {
        await shell.close()
        await place.close()
      },
    }
  } catch (error) {
    await place.close()
    throw error
  }
}

const ROLES: readonly string[] = ['supervisor', 'reviewer']

function overseers(): DemoLogin[] {
  return PEOPLE.flatMap(({ login, name, posts }) =>
    posts
      .filter(({ role }) => ROLES.includes(role))
      .map(({ role, unit }) => ({
        login,
        name,
        post: `${UNITS.find(({ id }) => id === unit)?.name} · ${coreText('zh-CN', `role.${role}`)}`,
        password: DEMO_PASSWORD,
      })),
  )
}
