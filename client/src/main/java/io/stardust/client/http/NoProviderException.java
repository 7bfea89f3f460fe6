package io.stardust.client.http;

import java.io.IOException;

/**
 * Nobody could be asked: no provider is known, or each has failed so often of late that it is left alone for a while.
 */
public final class NoProviderException extends IOException {
    private static final long serialVersionUID = 1L;

    NoProviderException(String message) {
        super(message);
    }
}
