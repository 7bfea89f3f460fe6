package io.stardust.cli.http;

import java.util.List;

/** One page of a list as the server answers it. */
public interface Page<T> {
    List<T> items();
}
