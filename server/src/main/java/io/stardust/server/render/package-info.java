/**
 * Files that placements get, made of the templates in their packages and the config of their apps. Starting point:
 * {@link io.stardust.server.render.Renderer}.
 */
@NullMarked
package io.stardust.server.render;

import org.jspecify.annotations.NullMarked;
