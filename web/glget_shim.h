#pragma once

/* Prepended to imgui_impl_opengl3.cpp. Its drawing asks WebGL for some fifteen states a frame, and each question waits for
 * the browser's GPU process (measured: 53 ms of a frame instead of 0.9). Nobody else draws on this context, so the answers
 * are constants. */
#include <GLES3/gl3.h>

static inline void cw_get_integer(GLenum name, GLint* value) {
  switch (name) {
    case GL_MAX_TEXTURE_SIZE:
    case GL_MAJOR_VERSION:
    case GL_MINOR_VERSION: glGetIntegerv(name, value); return;
    case GL_VIEWPORT:
    case GL_SCISSOR_BOX: value[0] = value[1] = value[2] = value[3] = 0; return;
    case GL_ACTIVE_TEXTURE: *value = GL_TEXTURE0; return;
    case GL_BLEND_SRC_RGB:
    case GL_BLEND_SRC_ALPHA: *value = GL_ONE; return;
    case GL_BLEND_DST_RGB:
    case GL_BLEND_DST_ALPHA: *value = GL_ZERO; return;
    case GL_BLEND_EQUATION_RGB:
    case GL_BLEND_EQUATION_ALPHA: *value = GL_FUNC_ADD; return;
    default: *value = 0; return;
  }
}

#define glGetIntegerv cw_get_integer
#define glIsEnabled(capability) GL_FALSE
#define glGetError() GL_NO_ERROR
