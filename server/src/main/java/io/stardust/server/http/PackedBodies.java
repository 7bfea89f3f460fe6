package io.stardust.server.http;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import io.helidon.http.encoding.ContentEncodingContext;
import java.util.Set;

/**
 * Lets bodies through that say they are packed ({@code Content-Encoding: gzip}), as they came: {@link Bodies} unpacks
 * what begins like gzip, within its bounds. Without it the web framework refuses them with an empty 400.
 */
public final class PackedBodies implements ContentEncoding {
    private PackedBodies() {}

    /** What the web server is given. */
    public static ContentEncodingContext context() {
        return ContentEncodingContext.builder()
                .contentEncodingsDiscoverServices(false)
                .addContentEncoding(new PackedBodies())
                .build();
    }

    @Override
    public Set<String> ids() {
        return Set.of("gzip", "x-gzip");
    }

    @Override
    public boolean supportsEncoding() {
        return false;
    }

    @Override
    public boolean supportsDecoding() {
        return true;
    }

    @Override
    public ContentDecoder decoder() {
        return ContentDecoder.NO_OP;
    }

    @Override
    public ContentEncoder encoder() {
        return ContentEncoder.NO_OP;
    }

    @Override
    public String name() {
        return "as-it-came";
    }

    @Override
    public String type() {
        return "gzip";
    }
}
