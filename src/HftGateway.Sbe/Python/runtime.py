# ---- runtime: the same in every generated module; everything below it is the schema's -------------------------------------------


class SbeError(ValueError):
    """A message that cannot be decoded, with the byte offset, or a value that cannot be encoded, with its path."""


class UnknownTemplate(SbeError):
    """A template id (or schema id) that the schema does not have: skip the message if its framing says how long it is."""


def _need(buffer, position, count, what):
    if count > len(buffer) - position:
        raise SbeError(f"byte offset {position}: {what} takes {count} bytes, {len(buffer) - position} are left")


class _Absent:
    """In the place of a value whose bytes a message does not have."""


class _Spec:
    """How one value lies in its bytes. Sub-classes say how it is read, written and seen by numpy."""

    size = 0
    nullable = False

    optional = False

    def null(self, out, at, version):
        """Writes the null value."""


class _Num(_Spec):
    """A number, or a fixed array of numbers."""

    def __init__(self, code, count, null, optional):
        self.one = _struct.Struct(_ORDER + code)
        self.count, self.none, self.nullable, self.optional = count, null, optional, optional
        self.size = self.one.size * count
        self.is_float = code in "fd"
        kind = "f" if self.is_float else "i" if code.islower() else "u"
        self.dtype = _ORDER + kind + str(self.one.size)
        if count > 1:
            self.dtype = (self.dtype, (count,))

    def is_null(self, buffer, at):
        return self._is_none(self.one.unpack_from(buffer, at)[0])

    def _is_none(self, value):
        return value == self.none or (value != value and self.none != self.none)

    def _read(self, buffer, at):
        value = self.one.unpack_from(buffer, at)[0]
        if (self.nullable or (self.is_float and value != value)) and self._is_none(value):
            return None
        return value

    def read(self, buffer, at, version):
        if self.count == 1:
            return self._read(buffer, at)
        return [self._read(buffer, at + i * self.one.size) for i in range(self.count)]

    def _write(self, value, out, at, path):
        if value is None and (self.nullable or self.none != self.none):
            value = self.none
        if isinstance(value, str) and self.is_float:
            value = float(value)
        try:
            self.one.pack_into(out, at, float(value) if self.is_float and value is not None else value)
        except (_struct.error, OverflowError, TypeError) as error:
            raise SbeError(f"{path}: {value!r}: {error}") from None

    def write(self, value, out, at, version, path):
        if self.count == 1:
            self._write(value, out, at, path)
            return
        if value is None or len(value) != self.count:
            raise SbeError(f"{path}: {self.count} numbers are needed")
        for i, element in enumerate(value):
            self._write(element, out, at + i * self.one.size, path)

    def null(self, out, at, version):
        for i in range(self.count):
            self.one.pack_into(out, at + i * self.one.size, self.none)


def _text(raw, encoding):
    """The characters of some bytes, or the bytes where they are not text of that encoding."""
    if encoding is None:
        return raw
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return raw


def _bytes(value, encoding, path):
    if isinstance(value, dict) and set(value) == {"$hex"}:
        return bytes.fromhex(value["$hex"])
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value)
    if not isinstance(value, str) or encoding is None:
        raise SbeError(f"{path}: bytes{'' if encoding is None else ' or a text'} needed, not {value!r}")
    try:
        return value.encode(encoding)
    except UnicodeEncodeError as error:
        raise SbeError(f"{path}: {error}") from None


class _Text(_Spec):
    """One character, or a fixed array of them, padded with NUL."""

    def __init__(self, count, null, encoding, optional):
        self.count = self.size = count
        self.none, self.encoding, self.nullable, self.optional = null, encoding, optional, optional
        self.dtype = "S" + str(count)

    def is_null(self, buffer, at):
        return buffer[at] == (self.none if self.count == 1 else 0)

    def read(self, buffer, at, version):
        raw = bytes(buffer[at:at + self.count])
        if self.count == 1:
            return None if self.nullable and raw[0] == self.none else _text(raw, self.encoding)
        if self.nullable and raw[0] == 0:
            return None
        if self.encoding is None:
            return raw
        text = _text(raw.split(b"\0", 1)[0], self.encoding)
        return raw if isinstance(text, bytes) else text

    def write(self, value, out, at, version, path):
        raw = _bytes(value, self.encoding, path)
        if len(raw) > self.count or (self.count == 1 and len(raw) != 1):
            raise SbeError(f"{path}: {len(raw)} bytes, the field has {self.count}")
        if isinstance(value, str) and self.count > 1 and 0 in raw:
            raise SbeError(f"{path}: a NUL would end the text")
        out[at:at + len(raw)] = raw

    def null(self, out, at, version):
        out[at:at + self.count] = bytes([self.none]) if self.count == 1 else bytes(self.count)


class _Enum(_Spec):
    """An enum: the name of a valid value, else the number."""

    nullable = True

    def __init__(self, code, null, names, optional):
        self.one = _struct.Struct(_ORDER + code)
        self.size, self.none, self.names, self.optional = self.one.size, null, names, optional
        self.values = {name: value for value, name in names.items()}
        self.dtype = _ORDER + ("i" if code.islower() else "u") + str(self.size)

    def is_null(self, buffer, at):
        return self.one.unpack_from(buffer, at)[0] == self.none

    def read(self, buffer, at, version):
        value = self.one.unpack_from(buffer, at)[0]
        return self.names.get(value, None if value == self.none else value)

    def write(self, value, out, at, version, path):
        number = self.none if value is None else self.values.get(value, value) if isinstance(value, str) else value
        try:
            self.one.pack_into(out, at, number)
        except (_struct.error, TypeError):
            raise SbeError(f"{path}: {value!r} is neither a valid value nor a number that fits") from None

    def null(self, out, at, version):
        self.one.pack_into(out, at, self.none)


class _Set(_Spec):
    """A set: a list of the names of choices, and of the numbers of bits without one."""

    def __init__(self, code, names, optional):
        self.one = _struct.Struct(_ORDER + code)
        self.size, self.names, self.nullable = self.one.size, names, optional
        self.bits = {name: bit for bit, name in names.items()}
        self.dtype = _ORDER + "u" + str(self.size)

    def read(self, buffer, at, version):
        value = self.one.unpack_from(buffer, at)[0]
        return [self.names.get(bit, bit) for bit in range(self.size * 8) if value >> bit & 1]

    def write(self, value, out, at, version, path):
        number = 0
        for choice in value or ():
            bit = self.bits.get(choice, choice) if isinstance(choice, str) else int(choice)
            if not isinstance(bit, int) or not 0 <= bit < self.size * 8:
                raise SbeError(f"{path}: {choice!r} is neither a choice nor a bit of the set")
            number |= 1 << bit
        self.one.pack_into(out, at, number)

    def null(self, out, at, version):
        self.one.pack_into(out, at, 0)


class _Const(_Spec):
    """A constant: no bytes, always the same value."""

    nullable = True

    def __init__(self, value):
        self.value = value

    def read(self, buffer, at, version):
        return self.value

    def write(self, value, out, at, version, path):
        if value is not None and value != self.value:
            raise SbeError(f"{path}: the constant is {self.value!r}, not {value!r}")


class _Composite(_Spec):
    """A composite: a dict of its members, or None where it is null."""

    def __init__(self, size, members, optional):
        self.size, self.members = size, members
        self.first = next((m for m in members if m.spec.size), None)
        self.nullable = optional or self.has_optional_start()
        self.can_be_null = self._can_be_null(optional)

    def has_optional_start(self):
        spec = self.first.spec if self.first else None
        if isinstance(spec, _Composite):
            return spec.nullable
        return spec is not None and getattr(spec, "optional", False)

    def _can_be_null(self, optional):
        """A composite is null when its first member is, where either of the two may be."""
        spec = self.first.spec if self.first else None
        if isinstance(spec, _Composite):
            return spec._can_be_null(optional or spec.nullable)
        return spec is not None and not isinstance(spec, _Set) and (optional or spec.optional)

    def starts_null(self, buffer, at):
        """Whether the first member is null."""
        if not self.can_be_null:
            return False
        spec, at = self.first.spec, at + self.first.offset
        if isinstance(spec, _Composite):
            return spec._first_is_null(buffer, at)
        return spec.is_null(buffer, at)

    def _first_is_null(self, buffer, at):
        spec, at = self.first.spec, at + self.first.offset
        return spec._first_is_null(buffer, at) if isinstance(spec, _Composite) else spec.is_null(buffer, at)

    @property
    def dtype(self):
        known = [m for m in self.members if m.spec.size]
        return _np.dtype({
            "names": [m.name for m in known],
            "formats": [m.spec.dtype for m in known],
            "offsets": [m.offset for m in known],
            "itemsize": self.size,
        })

    def _is_null(self, buffer, at, version):
        """Whether the bytes are those that a null is written as: else some member has something to say."""
        if not self.starts_null(buffer, at):
            return False
        nulls = bytearray(buffer[at:at + self.size])
        self.null(nulls, 0, version)
        return nulls == bytearray(buffer[at:at + self.size])

    def read(self, buffer, at, version):
        if self._is_null(buffer, at, version):
            return None
        return {
            m.name: m.spec.read(buffer, at + m.offset, version) if m.since <= version else None for m in self.members
        }

    def write(self, value, out, at, version, path):
        if not isinstance(value, dict):
            raise SbeError(f"{path}: a dict of {[m.name for m in self.members]} is needed, not {value!r}")
        unknown = set(value) - {m.name for m in self.members}
        if unknown:
            raise SbeError(f"{path}: no members {sorted(unknown)}")
        for m in self.members:
            m.write(value, out, at, version, path)

    def null(self, out, at, version):
        for m in self.members:
            if m.since <= version:
                m.spec.null(out, at + m.offset, version)


class _DecimalSpec(_Composite):
    """Mantissa and exponent: an exact decimal.Decimal."""

    def _parts(self):
        by_name = {m.name: m for m in self.members}
        return by_name["mantissa"], by_name["exponent"]

    def read(self, buffer, at, version):
        if self._is_null(buffer, at, version):
            return None
        mantissa, exponent = self._parts()
        digits = mantissa.spec.one.unpack_from(buffer, at + mantissa.offset)[0]
        if self.starts_null(buffer, at) or any(m.since > version for m in self.members):
            return _Composite.read(self, buffer, at, version)
        power = exponent.spec.value if isinstance(exponent.spec, _Const) \
            else exponent.spec.one.unpack_from(buffer, at + exponent.offset)[0]
        return _decimal.Decimal((int(digits < 0), tuple(map(int, str(abs(digits)))), power))

    def write(self, value, out, at, version, path):
        if isinstance(value, dict):
            _Composite.write(self, value, out, at, version, path)
            return
        mantissa, exponent = self._parts()
        sign, digits, power = _decimal.Decimal(str(value) if isinstance(value, float) else value).as_tuple()
        if not isinstance(power, int):
            raise SbeError(f"{path}: {value!r} is not a finite number")
        number = int("".join(map(str, digits)) or "0") * (-1 if sign else 1)
        if isinstance(exponent.spec, _Const):
            steps = power - exponent.spec.value
            if number and abs(steps) > 128:
                raise SbeError(f"{path}: {value!r} does not fit")
            if number and steps < 0 and number % 10 ** -steps:
                raise SbeError(f"{path}: {value!r} is not a whole multiple of 10^{exponent.spec.value}")
            number = number * 10 ** steps if number and steps > 0 else number // 10 ** -steps if number else 0
        else:
            exponent.spec.write(power, out, at + exponent.offset, version, path)
        mantissa.spec.write(number, out, at + mantissa.offset, version, path)


class _Member:
    """A member of a composite, or a field of a block."""

    def __init__(self, name, offset, since, spec):
        self.name, self.offset, self.since, self.spec = name, offset, since, spec

    def write(self, values, out, at, version, path):
        path = f"{path}.{self.name}"
        value = values.get(self.name)
        if self.since > version:
            if value is not None:
                raise SbeError(f"{path}: of version {self.since}, the message of {version}")
        elif value is None:
            if not self.spec.nullable and not (isinstance(self.spec, _Num) and self.spec.none != self.spec.none):
                raise SbeError(f"{path}: a value is needed")
            self.spec.null(out, at + self.offset, version)
        else:
            self.spec.write(value, out, at + self.offset, version, path)


class _Data:
    """Variable data: a length, then that many bytes."""

    def __init__(self, name, since, size, code, at, encoding):
        self.name, self.since, self.size, self.at, self.encoding = name, since, size, at, encoding
        self.one = _struct.Struct(_ORDER + code)

    def read(self, buffer, position):
        _need(buffer, position, self.size, f"the length of {self.name}")
        length = self.one.unpack_from(buffer, position + self.at)[0]
        start = position + self.size
        _need(buffer, start, length, f"data {self.name}")
        return buffer[start:start + length], start + length


class _Block:
    """A message's or group's fields, groups and data."""

    def __init__(self, name, block_length, fields, groups, data):
        self.name, self.block_length, self.fields, self.groups, self.data = name, block_length, fields, groups, data
        self._dtypes = {}

    def dtype(self, version=None, block_length=None):
        """The numpy type of the block: the fields that a version has and a block length holds."""
        version = VERSION if version is None else version
        block_length = self.block_length if block_length is None else block_length
        key = (version, block_length)
        if key not in self._dtypes:
            known = [f for f in self.fields if f.spec.size and self._is_there(f, version, block_length)]
            self._dtypes[key] = _np.dtype({
                "names": [f.name for f in known],
                "formats": [f.spec.dtype for f in known],
                "offsets": [f.offset for f in known],
                "itemsize": max(block_length, 1) if not known else block_length,
            })
        return self._dtypes[key]

    def length_for(self, version):
        """The block length that a writer of a version uses."""
        sized = [f for f in self.fields if f.spec.size]
        if all(f.since <= version for f in sized):
            return self.block_length
        return max((f.offset + f.spec.size for f in sized if f.since <= version), default=0)

    @staticmethod
    def _is_there(field, version, block_length):
        return field.since <= version and (not field.spec.size or field.offset + field.spec.size <= block_length)

    def smallest(self, version):
        """Bytes that an entry takes besides its block."""
        return sum(g.dimension_size for g in self.groups if g.since <= version) \
            + sum(d.size for d in self.data if d.since <= version)

    def read(self, buffer, position, block_length, version, state):
        """Reads the block with all that follows it: a dict, and the position behind it."""
        values = {
            f.name: f.spec.read(buffer, position + f.offset, version) if self._is_there(f, version, block_length) else None
            for f in self.fields
        }
        position += block_length
        for group in self.groups:
            values[group.name], position = group.read(buffer, position, version, state)
        for data in self.data:
            raw = b""
            if data.since <= version:
                raw, position = data.read(buffer, position)
            values[data.name] = _text(bytes(raw), data.encoding)
        return values, position

    def view(self, buffer, position, block_length, version, state):
        """The block, groups and data in place, as numpy sees them, and the position behind them."""
        dtype = self.dtype(version, block_length)
        block = _np.frombuffer(buffer, dtype, 1, position)[0] if block_length else _np.zeros(1, dtype)[0]
        position += block_length
        groups, data = {}, {}
        for group in self.groups:
            groups[group.name], position = group.view(buffer, position, version, state)
        for item in self.data:
            data[item.name] = b""
            if item.since <= version:
                data[item.name], position = item.read(buffer, position)
        return View(self.name, block, groups, data), position

    def write(self, values, out, block_length, version, path):
        if not isinstance(values, dict):
            raise SbeError(f"{path}: a dict is needed, not {values!r}")
        names = {m.name for m in (*self.fields, *self.groups, *self.data)}
        unknown = set(values) - names
        if unknown:
            raise SbeError(f"{path}: no members {sorted(unknown)}")
        at = len(out)
        out.extend(bytes(block_length))
        for f in self.fields:
            if self._is_there(f, version, block_length):
                f.write(values, out, at, version, path)
            elif values.get(f.name) is not None:
                raise SbeError(f"{path}.{f.name}: not in version {version} with a block of {block_length} bytes")
        for group in self.groups:
            group.write(values.get(group.name), out, version, f"{path}.{group.name}")
        for data in self.data:
            raw = _bytes(values.get(data.name) or b"", data.encoding, f"{path}.{data.name}")
            if data.since > version:
                if raw:
                    raise SbeError(f"{path}.{data.name}: of version {data.since}, the message of {version}")
                continue
            head = bytearray(data.size)
            try:
                data.one.pack_into(head, data.at, len(raw))
            except _struct.error:
                raise SbeError(f"{path}.{data.name}: {len(raw)} bytes are too many") from None
            out += head + raw


class _Group(_Block):
    """A repeating group: a list of dicts. Where the wire's block length is not the schema's own, a dict that names it."""

    def __init__(self, name, since, dimension, block_length, fields, groups, data):
        super().__init__(name, block_length, fields, groups, data)
        self.since = since
        self.dimension_size, length, count, self.counters = dimension
        self.length_at, self.length = length[0], _struct.Struct(_ORDER + length[1])
        self.count_at, self.count = count[0], _struct.Struct(_ORDER + count[1])

    def _dimension(self, buffer, position, version, state):
        _need(buffer, position, self.dimension_size, f"the dimensions of {self.name}")
        block_length = self.length.unpack_from(buffer, position + self.length_at)[0]
        count = self.count.unpack_from(buffer, position + self.count_at)[0]
        start = position + self.dimension_size
        entry = block_length + self.smallest(version)
        _need(buffer, start, count * entry, f"group {self.name} with {count} entries")
        if not entry:
            state[0] += count
            if state[0] > _MAX_EMPTY_ENTRIES:
                raise SbeError(f"byte offset {position}: group {self.name} has {count} entries without a byte")
        return block_length, count, start

    def read(self, buffer, position, version, state):
        if self.since > version:
            return [], position
        block_length, count, position = self._dimension(buffer, position, version, state)
        entries = []
        for _ in range(count):
            _need(buffer, position, block_length, f"an entry of {self.name}")
            entry, position = _Block.read(self, buffer, position, block_length, version, state)
            entries.append(entry)
        if block_length != self.length_for(version):
            return {"$blockLength": block_length, "$entries": entries}, position
        return entries, position

    def view(self, buffer, position, version, state):
        if self.since > version:
            return _np.zeros(0, self.dtype()), position
        block_length, count, position = self._dimension(buffer, position, version, state)
        if not self.groups and not self.data:
            dtype = self.dtype(version, block_length)
            if not block_length:
                return _np.zeros(count, dtype), position
            return _np.frombuffer(buffer, dtype, count, position) if count else _np.zeros(0, dtype), \
                position + count * block_length
        entries = []
        for _ in range(count):
            _need(buffer, position, block_length, f"an entry of {self.name}")
            entry, position = _Block.view(self, buffer, position, block_length, version, state)
            entries.append(entry)
        return entries, position

    def write(self, value, out, version, path):
        block_length = self.length_for(version)
        if isinstance(value, dict):
            block_length, value = value.get("$blockLength", block_length), value.get("$entries")
        entries = value or []
        if self.since > version:
            if entries:
                raise SbeError(f"{path}: of version {self.since}, the message of {version}")
            return
        head = bytearray(self.dimension_size)
        try:
            self.length.pack_into(head, self.length_at, block_length)
            self.count.pack_into(head, self.count_at, len(entries))
            for at, code, kind in self.counters:
                known = self.groups if kind == "groups" else self.data
                _struct.pack_into(_ORDER + code, head, at, sum(m.since <= version for m in known))
        except _struct.error as error:
            raise SbeError(f"{path}: {len(entries)} entries of {block_length} bytes: {error}") from None
        out += head
        for i, entry in enumerate(entries):
            _Block.write(self, entry, out, block_length, version, f"{path}[{i}]")


class View:
    """A message or entry in place: `block` is a numpy record, `groups` and `data` are dicts."""

    def __init__(self, name, block, groups, data):
        self.name, self.block, self.groups, self.data = name, block, groups, data

    def __repr__(self):
        return f"View({self.name}, {self.block}, groups={list(self.groups)}, data={list(self.data)})"


_MAX_EMPTY_ENTRIES = 65535


def header(buffer, offset=0):
    """The numbers of a message header, as a dict."""
    buffer = memoryview(buffer).cast("B")
    _need(buffer, offset, _HEADER_SIZE, "a header")
    return {name: _struct.unpack_from(_ORDER + code, buffer, offset + at)[0] for name, at, code in _HEADER}


def _begin(buffer, offset):
    values = header(buffer, offset)
    buffer = memoryview(buffer).cast("B")[offset:]
    # What a header does not carry is the schema's own.
    if values.get("schemaId", SCHEMA_ID) != SCHEMA_ID:
        raise UnknownTemplate(f"byte offset {offset}: the message is of schema {values['schemaId']}, not {SCHEMA_ID}")
    message = MESSAGES_BY_ID.get(values["templateId"])
    if message is None:
        raise UnknownTemplate(f"byte offset {offset}: no message with template id {values['templateId']}")
    _need(buffer, _HEADER_SIZE, values["blockLength"], f"the block of {message.name}")
    return message, values, buffer


def decode(buffer, offset=0):
    """Decodes one message to a dict: the conventions are those of `hftgw sbe decode`, with Decimal for decimals and bytes for bytes."""
    return decode_with_length(buffer, offset)[0]


def decode_with_length(buffer, offset=0):
    """The decoded message and the bytes that it took."""
    message, values, buffer = _begin(buffer, offset)
    block_length, version = values["blockLength"], values.get("version", VERSION)
    body, end = message.read(buffer, _HEADER_SIZE, block_length, version, [0])
    return {"$message": message.name, "$header": values, **body}, end


def view(buffer, offset=0):
    """One message in place: a View with a numpy record for the block and numpy arrays for groups that hold nothing but fields."""
    message, values, buffer = _begin(buffer, offset)
    return message.view(buffer, _HEADER_SIZE, values["blockLength"], values.get("version", VERSION), [0])[0]


def encode(values):
    """Encodes a dict, as decode gives it, to the bytes of one message. Only `$message` and the fields are needed."""
    values = dict(values)
    message = MESSAGES.get(values.pop("$message", None))
    if message is None:
        raise SbeError("$.$message: not a message of the schema")
    given = dict(values.pop("$header", {}))
    version = given.get("version", VERSION)
    block_length = given.get("blockLength", message.length_for(version))
    given.update(blockLength=block_length, templateId=message.template_id, schemaId=SCHEMA_ID, version=version)
    given.update({
        "numGroups": sum(g.since <= version for g in message.groups),
        "numVarDataFields": sum(d.since <= version for d in message.data),
    })
    out = bytearray(_HEADER_SIZE)
    for name, at, code in _HEADER:
        try:
            _struct.pack_into(_ORDER + code, out, at, given.get(name, 0))
        except _struct.error as error:
            raise SbeError(f"$.$header.{name}: {error}") from None
    message.write(values, out, block_length, version, "$")
    return bytes(out)


class _Message(_Block):
    """A message of the schema."""

    def __init__(self, name, template_id, block_length, fields, groups, data):
        super().__init__(name, block_length, fields, groups, data)
        self.template_id = template_id


# ---- end of the runtime ----------------------------------------------------------------------------------------------------------
