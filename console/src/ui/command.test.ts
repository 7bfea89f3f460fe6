import { expect, test } from 'vitest'
import { asCli, asCurl, quoted } from './command'

test('a word is quoted only when the shell would take it apart', () => {
    expect(quoted('node-1')).toBe('node-1')
    expect(quoted('two words')).toBe("'two words'")
    expect(quoted("it's; rm -rf /")).toBe(`'it'\\''s; rm -rf /'`)
})

test('an act is a command and a call', () => {
    const command = {
        cli: 'node approve 3',
        api: { method: 'PATCH', path: '/nodes/3', body: { name: "a'b" }, ifMatch: 7 },
    }

    expect(asCli(command)).toBe('./stardust node approve 3')
    expect(asCurl(command, 'https://x')).toBe(
        [
            'curl -X PATCH https://x/api/v1/nodes/3 \\',
            '  -H "Authorization: Bearer $STARDUST_TOKEN" \\',
            `  -H 'If-Match: "7"' \\`,
            "  -H 'Content-Type: application/json' \\",
            `  -d '{"name":"a'\\''b"}'`,
        ].join('\n'),
    )
})
