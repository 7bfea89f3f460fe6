// The editor of documents, loaded with the first field that shows one.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'

/** Our lines: a key with its colons, then the value. */
const lines = StreamLanguage.define<{ key: boolean }>({
    startState: () => ({ key: true }),
    token(stream, state) {
        if (stream.sol()) {
            state.key = true
            if (/^\s*[#!]/.test(stream.string)) {
                stream.skipToEnd()
                return 'comment'
            }
        }
        if (!state.key) {
            stream.skipToEnd()
            return 'string'
        }
        if (stream.eat('=')) {
            state.key = false
            return null
        }
        if (!stream.match(/^(?:\\.|[^=\\])+/)) stream.next()
        return 'propertyName'
    },
})

const languages: Record<string, () => Extension> = {
    json,
    yaml,
    properties: () => lines,
}

export interface Editor {
    show(text: string): void
    language(name: string): void
    attributes(of: Record<string, string>, readOnly: boolean): void
    focus(): void
    close(): void
}

/** Puts an editor into `box`; `typed` hears of each change that a person makes. */
export function openEditor(box: HTMLElement, text: string, typed: (text: string) => void): Editor {
    const [language, state] = [new Compartment(), new Compartment()]
    let silent = false
    const view = new EditorView({
        parent: box,
        doc: text,
        extensions: [
            lineNumbers(),
            history(),
            highlightSpecialChars(),
            bracketMatching(),
            syntaxHighlighting(classHighlighter),
            // Tab leaves the field, as everywhere on the page.
            keymap.of([...defaultKeymap, ...historyKeymap]),
            EditorView.lineWrapping,
            EditorView.updateListener.of(update => {
                if (update.docChanged && !silent) typed(update.state.doc.toString())
            }),
            language.of([]),
            state.of([]),
        ],
    })
    return {
        show(wanted) {
            if (wanted === view.state.doc.toString()) return
            silent = true
            view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: wanted } })
            silent = false
        },
        language: name => view.dispatch({ effects: language.reconfigure(languages[name]?.() ?? []) }),
        attributes: (of, readOnly) =>
            view.dispatch({
                effects: state.reconfigure([
                    EditorView.contentAttributes.of(of),
                    EditorState.readOnly.of(readOnly),
                    EditorView.editable.of(!readOnly),
                ]),
            }),
        focus: () => view.focus(),
        close: () => view.destroy(),
    }
}
