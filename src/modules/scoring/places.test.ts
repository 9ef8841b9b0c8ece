import { describe, expect, it } from 'vitest'
import { placeOnly, placeParts } from './places.ts'

describe('placeOnly', () => {
  it.each([
    ['12 Main St., Apt 4, Austin, TX 78701, USA', 'Austin, TX, USA'],
    ['Rue de la Paix, 75002 Paris, France', 'Paris, France'],
    ['Hauptstraße 5, 10115 Berlin', 'Berlin'],
    ['St. Louis, MO', 'St. Louis, MO'],
    ['Lyon', 'Lyon'],
    ['12345', null],
  ])('keeps the place of %j', (location, place) => {
    expect(placeOnly(location)).toBe(place)
  })
})

it('writes a place one way', () => {
  expect(placeParts('San José, California, U.S.A.')).toEqual(placeParts('San Jose, CA, United States'))
  expect(placeParts('New York, NY')).toEqual(['ny', 'ny'])
})
