package io.stardust.api.deploy;

import io.avaje.jsonb.Json;

/**
 * A file that is made of a template and the app's config, on each node before the app starts.
 *
 * @param template a file of the package
 * @param file what is made of it, below the work directory
 */
@Json
public record ConfigTemplate(String template, String file) {}
