package io.stardust.client.link;

import java.io.IOException;

/** The server's answer is larger than this program takes into its memory; a smaller piece may be asked for. */
public final class AnswerTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    AnswerTooLarge(String message) {
        super(message);
    }
}
