import { buildApp } from '#src/app.ts'
import { loadConfig } from '#src/config/config.ts'
import { createContext } from '#src/create-context.ts'
import { serve } from '../processes/serve.ts'

const app = buildApp(await createContext(loadConfig()))
await app.ready()
await serve(app.server)
