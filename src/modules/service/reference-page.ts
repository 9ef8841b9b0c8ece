import Fastify from 'fastify'

export const REFERENCE_SCRIPT_URL = '/docs/scalar.js'

/** The reference reads the contract in the browser; every byte of it comes from this server. */
export const referencePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API reference</title>
</head>
<body>
<script id="api-reference" data-url="/openapi.json" data-configuration="${attribute({
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
})}"></script>
<script src="${REFERENCE_SCRIPT_URL}"></script>
</body>
</html>
`

function attribute(configuration: object): string {
  return JSON.stringify(configuration).replaceAll('"', '&quot;')
}

let script: Promise<string> | undefined

/** The reference's own code, out of its package: 4 MB that only a reader of the documentation loads. */
export function loadReferenceScript(): Promise<string> {
  script ??= readFromPlugin()
  return script
}

/** The package holds the script only as the answer of a Fastify plugin, so a server of a moment asks for it. */
async function readFromPlugin(): Promise<string> {
  const { default: plugin } = await import('@scalar/fastify-api-reference')
  const app = Fastify()
  await app.register(plugin, { routePrefix: '/docs', configuration: { url: '/openapi.json' } })
  const { body } = await app.inject('/docs/js/scalar.js')
  await app.close()
  return body
}
