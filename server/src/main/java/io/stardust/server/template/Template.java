package io.stardust.server.template;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.stardust.server.config.effective.Effective;
import io.stardust.server.config.effective.Item;
import io.stardust.server.http.Check;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A text with keys of config in it, in the words of Mustache (docs/config.md): no code, no other files, nothing is
 * escaped. Immutable and thread-safe.
 */
public final class Template {
    /** The largest template, and the largest file that is made, bytes. */
    public static final int MOST = 1 << 20;

    private static final int DEPTH = 64;
    private static final String SERVICE = "$Registry:";
    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(false)
            .standardsMode(true) // a name is a whole key, be there dots in it
            .withCollector(new Keys())
            .withFormatter(Template::text)
            .withLoader(Template::another);

    private final com.samskivert.mustache.Template compiled;

    private Template(com.samskivert.mustache.Template compiled) {
        this.compiled = compiled;
    }

    /** What came of filling one in. {@code secret}: a secret is in it. */
    public record Filled(String text, boolean secret) {}

    /** @throws BadTemplate if it is none */
    public static Template of(byte[] content) throws BadTemplate {
        if (content.length > MOST) throw new BadTemplate("larger than %,d bytes".formatted(MOST), null);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return new Template(COMPILER.compile(text));
        } catch (CharacterCodingException e) {
            throw new BadTemplate("is not UTF-8", null);
        } catch (MustacheException e) {
            throw new BadTemplate(Check.shortened(String.valueOf(e.getMessage())), null);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    private static BadTemplate tooDeep() {
        return new BadTemplate("has more than %d sections in each other".formatted(DEPTH), null);
    }

    /** @throws BadTemplate if a key of it has no value, or the result is too large */
    public Filled with(Effective config) throws BadTemplate {
        var values = new Values(config);
        try {
            compiled.execute(values, values.out);
            return values.filled();
        } catch (MustacheException e) {
            if (values.failed != null) throw values.failed;
            if (!(e instanceof MustacheException.Context at)) {
                throw new BadTemplate(Check.shortened(String.valueOf(e.getMessage())), null);
            }
            throw new BadTemplate(
                    "line %d: no key %s (expected: a key that the app gets)".formatted(at.lineNo, Check.shown(at.key)),
                    at.key);
        } catch (StackOverflowError e) {
            throw tooDeep();
        }
    }

    /** Only a key's value can be written; what else Mustache knows by a name, such as {@code .}, is none. */
    private static String text(Object value) {
        if (value instanceof Shown(Values _, String text)) return text;
        throw new MustacheException("a tag names no key (expected: {{KEY}})");
    }

    private static java.io.Reader another(String name) {
        throw new MustacheException("{{>%s}} is not supported (expected: one whole file)".formatted(name));
    }

    /** Looks keys up, and counts what is written. For one filling. */
    private static final class Values {
        final Effective config;
        final Out out = new Out();

        boolean secret;
        int depth;

        @Nullable
        BadTemplate failed;

        Values(Effective config) {
            this.config = config;
        }

        Filled filled() {
            return new Filled(out.text.toString(), secret);
        }

        /** Null when the config has no such key: a section of it is left out. */
        @Nullable
        Shown find(String key) {
            Effective.@Nullable Problem problem = config.problems().get(key);
            if (problem != null) throw fail(new BadTemplate("{{%s}}: %s".formatted(key, problem.message()), key));
            Effective.@Nullable Value value = config.values().get(key);
            if (value == null || Item.isInternal(key)) return null;
            if (isService(value.text())) {
                throw fail(new BadTemplate(
                        "{{%s}}: names a service, which SDKs alone resolve (expected for a file: addresses)"
                                .formatted(key),
                        key));
            }
            secret |= value.secret();
            return new Shown(this, value.text());
        }

        /** Clients put addresses in its place, and follow them as they change. */
        private static boolean isService(String text) {
            return text.regionMatches(true, 0, SERVICE, 0, SERVICE.length());
        }

        MustacheException fail(BadTemplate why) {
            failed = why;
            return new MustacheException(why.words());
        }

        /** Everything that is written ends here, so nothing gets longer than it may. */
        private final class Out extends Writer {
            final StringBuilder text = new StringBuilder();
            private long bytes;

            @Override
            public void write(char[] from, int at, int count) {
                take(new String(from, at, count));
            }

            @Override
            public void write(String some) {
                take(some);
            }

            private void take(String some) {
                bytes += some.getBytes(StandardCharsets.UTF_8).length;
                if (bytes > MOST) throw fail(new BadTemplate("makes more than %,d bytes".formatted(MOST), null));
                text.append(some);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        }
    }

    /**
     * A key's value as Mustache sees it. As a section it is there unless it is empty or {@code false}; what is in the
     * section sees the same keys.
     */
    private record Shown(Values of, String text) implements Mustache.InvertibleLambda {
        private boolean holds() {
            return !text.isEmpty() && !text.equals("false");
        }

        @Override
        public void execute(com.samskivert.mustache.Template.Fragment inner, Writer out) {
            if (holds()) enter(inner, out);
        }

        @Override
        public void executeInverse(com.samskivert.mustache.Template.Fragment inner, Writer out) {
            if (!holds()) enter(inner, out);
        }

        private void enter(com.samskivert.mustache.Template.Fragment inner, Writer out) {
            if (++of.depth > DEPTH) throw of.fail(tooDeep());
            inner.execute(out);
            of.depth--;
        }
    }

    /** Looks names up among the keys and nowhere else: no method, no field, no map is ever asked. */
    private static final class Keys implements Mustache.Collector {
        @Override
        public @Nullable Iterator<?> toIterator(Object value) {
            return value instanceof Iterable<?> all ? all.iterator() : null;
        }

        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            if (!(context instanceof Values)) return null;
            return (of, key) -> {
                @Nullable Shown found = ((Values) of).find(key);
                return found == null ? com.samskivert.mustache.Template.NO_FETCHER_FOUND : found;
            };
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new ConcurrentHashMap<>();
        }
    }
}
