# cmake -DNAME=… -DINPUT=… -DOUTPUT=… -P embed_bytes.cmake: a file's bytes as a constant of C linkage and its size.
file(READ ${INPUT} hex HEX)
string(LENGTH "${hex}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
string(REGEX REPLACE "(................................................................................)" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT} "extern \"C\" {\nextern const unsigned char ${NAME}[];\nextern const unsigned ${NAME}_size;\n}\nconst unsigned char ${NAME}[] = {\n${bytes}};\nconst unsigned ${NAME}_size = ${size};\n")
