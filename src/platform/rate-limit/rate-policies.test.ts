import { describe, expect, test } from 'vitest'
import { rateLimitHeaders } from './rate-limit-headers.ts'
import { parseRateLimits } from './rate-policies.ts'

describe('RATE_LIMITS', () => {
  test('is the defaults when empty', () => {
    expect(parseRateLimits('')).toEqual({
      requests: { name: 'requests', limit: 6000, windowSeconds: 60 },
      signup: { name: 'signup', limit: 20, windowSeconds: 60 },
      login: { name: 'login', limit: 30, windowSeconds: 60 },
    })
  })

  test('changes what it names', () => {
    const { requests, signup, login } = parseRateLimits(' requests=100/1 , login = 5/300,')
    expect(requests).toEqual({ name: 'requests', limit: 100, windowSeconds: 1 })
    expect(login).toEqual({ name: 'login', limit: 5, windowSeconds: 300 })
    expect(signup.limit).toBe(20)
  })

  test.each([
    ['uploads=1/60', '"uploads" is not one of requests, signup, login'],
    ['toString=1/60', '"toString" is not one of'],
    ['login=0/60', 'the limit of "login" must be 1 to 1000000'],
    ['login=1000001/60', 'the limit of "login"'],
    ['login=1/0', 'the seconds of "login" must be 1 to 86400'],
    ['login=1/86401', 'the seconds of "login"'],
    ['login=-1/60', 'is not of the form'],
    ['login=1.5/60', 'is not of the form'],
    ['login=1e3/60', 'is not of the form'],
    ['login=30', 'is not of the form'],
    ['login', 'is not of the form'],
    ['login=1/60;signup=1/60', 'is not of the form'],
    ['login=1/60,login=2/60', 'names "login" twice'],
  ])('%s is refused', (text, message) => {
    expect(() => parseRateLimits(text)).toThrow(message)
  })
})

describe('the headers', () => {
  const policy = { name: 'requests', limit: 6000, windowSeconds: 60 }

  test('of a request that passed', () => {
    expect(
      rateLimitHeaders({ allowed: true, limit: 6000, remaining: 5999, resetSeconds: 60, policy }),
    ).toEqual({
      'RateLimit-Policy': '"requests";q=6000;w=60',
      RateLimit: '"requests";r=5999;t=60',
    })
  })

  test('of one that was refused', () => {
    expect(rateLimitHeaders({ allowed: false, limit: 6000, remaining: 0, resetSeconds: 7, policy })).toEqual({
      'RateLimit-Policy': '"requests";q=6000;w=60',
      RateLimit: '"requests";r=0;t=7',
      'Retry-After': '7',
    })
  })
})
