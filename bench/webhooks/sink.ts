import { createServer } from 'node:http'
import { serve } from '../processes/serve.ts'

/** A receiver that does nothing: it takes what is sent and says so. */
await serve(
  createServer((request, response) => {
    request.resume()
    request.on('end', () => response.writeHead(204).end())
  }),
)
