package io.stardust.client.http;

import io.stardust.client.registry.Provider;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import org.jspecify.annotations.Nullable;

/** What a failure says of how far a call came. */
final class Failures {
    private Failures() {}

    /** Whether no connection was made, so that the provider cannot have seen the call. */
    static boolean isUnconnected(IOException failure) {
        for (@Nullable Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof ConnectException
                    || each instanceof HttpConnectTimeoutException
                    || each instanceof UnknownHostException
                    || each instanceof UnresolvedAddressException) return true;
        }
        return false;
    }

    /** {@code failure} with the address at which it happened, where its kind says nothing that would be lost by it. */
    static IOException at(Provider provider, IOException failure) {
        if (failure.getClass() != IOException.class) return failure;
        return new IOException(provider.http() + ": " + failure.getMessage(), failure);
    }
}
