import { buildApp } from '#src/app.ts'
import { loadConfig } from '#src/config/config.ts'
import { createContext } from '#src/create-context.ts'
import { serve } from './serve.ts'

await serve(buildApp(await createContext(loadConfig())))
